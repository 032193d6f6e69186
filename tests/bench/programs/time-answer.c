// time-answer SOCKET SCRIPT AFTER COMMAND...: how long it takes from starting php-fpm (COMMAND) until the
// pool at SOCKET has answered the request for SCRIPT. php-fpm is then killed, with all its workers, and AFTER
// is for the shell; neither is measured.
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "stopwatch.h"

static char** words;

static int try_connect(void) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  strncpy(to.sun_path, words[1], sizeof to.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&to, sizeof to) == 0) return fd;
  close(fd);
  return -1;
}

/// There is nothing to wait on: the socket's file appears before anybody listens. A millisecond is little
/// beside the hundreds that php-fpm takes, and keeps the processors free for it.
static int connect_patiently(void) {
  const struct timespec pause = {0, 1000000};
  for (const int64_t deadline = now() + INT64_C(120000000000); now() < deadline; nanosleep(&pause, NULL)) {
    const int fd = try_connect();
    if (fd >= 0) return fd;
  }
  errx(1, "%s: nobody listens", words[1]);
}

// FastCGI 1.0: each record has a header of eight bytes; 1 begins a request, 4 has its parameters, 5 its
// stdin, 6 the answer, 3 ends it.
static size_t put_record(unsigned char* to, int type, const void* content, size_t size) {
  const unsigned char header[8] = {
      1, (unsigned char)type, 0, 1, (unsigned char)(size >> 8), (unsigned char)size, 0, 0};
  memcpy(to, header, 8);
  if (size) memcpy(to + 8, content, size);
  return size + 8;
}

static size_t put_pair(unsigned char* to, const char* name, const char* value) {
  to[0] = (unsigned char)strlen(name);
  to[1] = (unsigned char)strlen(value);
  memcpy(to + 2, name, to[0]);
  memcpy(to + 2 + to[0], value, to[1]);
  return 2U + to[0] + to[1];
}

static void ask(int fd) {
  unsigned char pairs[600], request[1024];
  size_t length = put_pair(pairs, "REQUEST_METHOD", "GET");
  length += put_pair(pairs + length, "SCRIPT_FILENAME", words[2]);
  size_t size = put_record(request, 1, "\0\1\0\0\0\0\0\0", 8);
  size += put_record(request + size, 4, pairs, length);
  size += put_record(request + size, 4, NULL, 0);
  size += put_record(request + size, 5, NULL, 0);
  if (write(fd, request, size) != (ssize_t)size) err(1, "%s", words[1]);
}

static void expect_answer(int fd) {
  char text[4096];
  size_t size = 0;
  for (ssize_t got; size < sizeof text && (got = read(fd, text + size, sizeof text - size)) > 0;)
    size += (size_t)got;
  if (!memmem(text, size, "answered", 8)) errx(1, "%s: the answer is: %.*s", words[1], (int)size, text);
}

/// Killed and not asked to end, which takes 200 workers many times as long as their start. They become our
/// children.
static void kill_all(pid_t master) {
  kill(-master, SIGKILL);
  while (wait(NULL) > 0) {
  }
}

static int64_t run(void) {
  const int64_t begin = now();
  const pid_t master = start(words + 4, "/dev/null");
  const int fd = connect_patiently();
  ask(fd);
  expect_answer(fd);
  const int64_t end = now();
  close(fd);
  kill_all(master);
  after(words[3]);
  return end - begin;
}

int main(int argc, char** argv) {
  if (argc < 5) errx(1, "usage: time-answer SOCKET SCRIPT AFTER COMMAND...");
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) err(1, "prctl");
  words = argv;
  return serve(run);
}
