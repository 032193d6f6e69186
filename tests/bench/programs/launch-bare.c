// launch-bare LABEL COMMAND...: writes the attribute and execs, with no check at all.
#include <stdio.h>

#include "must.h"

int main(int argc, char** argv) {
  char command[512];
  if (argc < 3) errx(124, "usage: launch-bare LABEL COMMAND...");
  const int length = snprintf(command, sizeof command, "changeprofile %s", argv[1]);
  const int attr = open("/proc/self/attr/current", O_WRONLY | O_CLOEXEC);
  MUST(attr);
  MUST(write(attr, command, (size_t)length));
  execvp(argv[2], argv + 2);
  err(124, "%s", argv[2]);
}
