// The least that an OCI hook does: it reads its stdin to the end, since a runtime may take a closed pipe for
// a failure.
#include "must.h"

int main(void) {
  read_to_end(0);
  return 0;
}
