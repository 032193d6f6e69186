// launch-same LABEL COMMAND...: the system calls of "aa-exec-hat --hat HAT -- COMMAND" and nothing else: no
// label is compared, no plan searched. The list is what "strace -f crun exec ID /run/aa-hat/aa-exec-hat --hat
// shop -- true" shows on Linux 6.12, in a container whose profile has a "ptrace," rule; when the launcher's
// calls change, this changes.
#include <errno.h>
#include <linux/prctl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "must.h"

#define NO_LINKS (RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)
#define IN_PROC (RESOLVE_BENEATH | RESOLVE_NO_XDEV | NO_LINKS)

static void map_plan(void) {
  struct statfs filesystem;
  struct statx mount;
  struct stat status;
  const int folder = must_open(AT_FDCWD, "/run/aa-hat", O_PATH | O_DIRECTORY, NO_LINKS, 0);
  MUST(fstatfs(folder, &filesystem));
  MUST(statx(folder, "", AT_EMPTY_PATH, STATX_TYPE, &mount));
  const int plan = must_open(folder, "plan", O_RDONLY | O_NOCTTY | O_NONBLOCK,
                             RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV, 0);
  MUST(fstat(plan, &status));
  if (mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, plan, 0) == MAP_FAILED) err(124, "mmap");
  close(plan);
  close(folder);
}

/// Our own folder in /proc goes into *own, and stays open as the launcher's does.
static int open_attr(int* own) {
  struct statfs filesystem;
  struct stat status;
  char number[32] = {0};
  const int proc = must_open(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY, NO_LINKS, 0);
  MUST(fstatfs(proc, &filesystem));
  MUST(fstat(proc, &status));
  MUST(readlinkat(proc, "self", number, sizeof number - 1));
  *own = must_open(proc, number, O_PATH | O_DIRECTORY, IN_PROC, 0);
  close(proc);
  return must_open(*own, "attr/apparmor/current", O_WRONLY | O_NOCTTY, IN_PROC, 0);
}

static void get_label(void) {
  struct {
    uint64_t id, flags, length, text_length;
    char text[4096];
  } answer = {.id = 104};
  uint32_t size = sizeof answer;
  MUST(syscall(459, 100, &answer, &size, 1));  // lsm_get_self_attr, LSM_ATTR_CURRENT
}

/// Whether lsm_set_self_attr reaches the kernel.
static void try_call(void) {
  struct {
    uint64_t id, flags, length, text_length;
    char text[11];
  } message = {.length = 32 + sizeof message.text, .text_length = sizeof message.text};
  if (syscall(460, 100, &message, (uint32_t)message.length, 0) != -1 || errno != EOPNOTSUPP)
    err(124, "lsm_set_self_attr");
}

static void set_dumpable(unsigned long value) {
  MUST(prctl(PR_SET_DUMPABLE, value, 0, 0, 0));
  MUST(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
}

int main(int argc, char** argv) {
  char command[512];
  int own;
  if (argc < 3) errx(124, "usage: launch-same LABEL COMMAND...");
  const int length = snprintf(command, sizeof command, "changeprofile %s", argv[1]);
  for (int fd = 0; fd <= 2; ++fd) MUST(fcntl(fd, F_GETFD));
  map_plan();
  set_dumpable(1);
  const int attr = open_attr(&own);
  get_label();
  try_call();
  set_dumpable(0);
  get_label();
  MUST(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  MUST(pwrite(attr, command, (size_t)length, 0));
  get_label();
  MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  MUST(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  close(attr);
  close(own);
  execvp(argv[2], argv + 2);
  err(124, "%s", argv[2]);
}
