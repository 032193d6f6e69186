// launch-filter FILE LABEL COMMAND...: as launch-bare does, and loads the seccomp program in FILE before it
// execs.
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "enter.h"

static void load(const char* path) {
  static struct sock_filter code[BPF_MAXINSNS];
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  MUST(file);
  const ssize_t size = read(file, code, sizeof code);
  MUST(size);
  const struct sock_fprog program = {(unsigned short)((size_t)size / sizeof *code), code};
  MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  MUST(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
}

int main(int argc, char** argv) {
  if (argc < 4) errx(124, "usage: launch-filter FILE LABEL COMMAND...");
  enter(argv[2]);
  load(argv[1]);
  execvp(argv[3], argv + 3);
  err(124, "%s", argv[3]);
}
