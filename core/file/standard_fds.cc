#include "file/standard_fds.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr const char* null_path = "/dev/null";

bool is_null_device(int fd) {
  struct stat about {};
  // Major 1, minor 3: Documentation/admin-guide/devices.txt of the kernel.
  return fstat(fd, &about) == 0 && S_ISCHR(about.st_mode) && about.st_rdev == makedev(1, 3);
}

/// Not close-on-exec: whoever is executed needs the three as well.
void open_null_as(int wanted) {
  const int fd = open(null_path, O_RDWR | O_NOCTTY);
  if (fd < 0) throw Refusal({"open", null_path, errno_text(errno), ""});
  // open(2) gives the lowest free number, and those below are open.
  if (fd == wanted && is_null_device(fd)) return;
  close(fd);
  throw Refusal({"open", null_path, "it is not the null device", ""});
}

}  // namespace

void open_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) < 0) open_null_as(fd);  // EBADF, its only error: it is closed
  }
}

}  // namespace aahat
