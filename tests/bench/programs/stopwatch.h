// What both stopwatches share. The driver measures A B A B ..., and A may live in another container than B:
// so each program that is measured has a stopwatch of its own beside it, and the driver tells them whose turn
// it is.
#pragma once

#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/// vfork: the stopwatch's own size has no part in what is measured. stderr stays, since it says what went
/// wrong.
static inline pid_t start(char** command, const char* input) {
  const pid_t child = vfork();
  if (child < 0) err(1, "vfork");
  if (child > 0) return child;
  const int in = open(input, O_RDONLY);
  const int out = open("/dev/null", O_WRONLY);
  if (in < 0 || out < 0 || setpgid(0, 0) != 0) _exit(124);
  dup2(in, 0);
  dup2(out, 1);
  close(in);
  close(out);
  execvp(command[0], command);
  _exit(124);
}

static inline int wait_for(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) != child) err(1, "waitpid");
  return status;
}

/// What is done between two runs: `command` is for the shell, "" for nothing.
static inline void after(const char* command) {
  if (command[0] && system(command) != 0) errx(1, "failed: %s", command);
}

/// For each line on stdin one run, and its nanoseconds on stdout.
static inline int serve(int64_t (*run)(void)) {
  for (int c; (c = getchar()) != EOF;) {
    if (c != '\n') continue;
    printf("%" PRId64 "\n", run());
    fflush(stdout);
  }
  return 0;
}
