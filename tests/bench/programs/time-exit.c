// time-exit INPUT AFTER COMMAND...: how long COMMAND takes from vfork to its end, which must be a success.
// INPUT is its stdin; AFTER is for the shell, after each run and not measured ("" for nothing): it undoes
// what the run did.
#include "stopwatch.h"

static char** words;

static int64_t run(void) {
  const int64_t begin = now();
  const int status = wait_for(start(words + 3, words[1]));
  const int64_t end = now();
  if (status != 0) errx(1, "%s: wait status %#x", words[3], (unsigned)status);
  after(words[2]);
  return end - begin;
}

int main(int argc, char** argv) {
  if (argc < 4) errx(1, "usage: time-exit INPUT AFTER COMMAND...");
  words = argv;
  return serve(run);
}
