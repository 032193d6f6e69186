// launch-bare LABEL COMMAND...: writes the attribute and execs, with no check at all.
#include "enter.h"

int main(int argc, char** argv) {
  if (argc < 3) errx(124, "usage: launch-bare LABEL COMMAND...");
  enter(argv[1]);
  execvp(argv[2], argv + 2);
  err(124, "%s", argv[2]);
}
