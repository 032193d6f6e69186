#include "file/file.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "errors/refusal.h"
#include "file/call.h"

namespace aahat {

Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

Fd new_fd(int result) {
  if (result < 0 || result > STDERR_FILENO) return Fd(result);
  errno = EBADF;
  return {};
}

std::optional<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe pipe{new_fd(ends[0]), new_fd(ends[1])};
  if (!pipe.out || !pipe.in) return std::nullopt;
  return pipe;
}

Fd open_at(int directory, const char* path, int flags, unsigned long long resolve, unsigned mode) {
  open_how how{};
  how.flags = static_cast<unsigned>(flags | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NOCTTY));
  how.mode = mode;
  how.resolve = resolve;
  return new_fd(static_cast<int>(syscall(SYS_openat2, directory, path, &how, sizeof how)));
}

namespace {

constexpr long for_reading = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

void require_regular(const Fd& fd, const std::string& path) {
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0) throw Refusal({"read", path, errno_text(errno), ""});
  if (!S_ISREG(status.st_mode)) throw Refusal({"read", path, "it is not a regular file", ""});
}

/// openat(2) of the path in `name`, always by the same registers.
Fd try_to_open(const std::string& name) {
  const long result = call(SYS_openat, AT_FDCWD, argument(name.c_str()), for_reading);
  if (result < 0) errno = static_cast<int>(-result);
  return new_fd(static_cast<int>(result));
}

}  // namespace

Fd open_regular(const std::string& path) {
  Fd fd = try_to_open(path);
  require_regular(fd, path);
  return fd;
}

Fd open_regular_if_there(const std::string& path) {
  std::string name = path;
  Fd fd = try_to_open(name);
  if (!fd && errno == ENOENT) {
    // Where a container's seccomp filter says so, it says so of each path that lies at this address: it does
    // not see the text. A file of users or groups that is called absent would let an order go on to its next
    // word.
    name.replace(0, std::string::npos, "/");
    if (try_to_open(name)) return {};
    errno = EBADF;
  }
  require_regular(fd, path);
  return fd;
}

std::string read_all(int fd, std::size_t limit, const std::string& action, const std::string& subject) {
  std::string out;
  std::array<char, 4096> buffer;  // on the stack each page costs a fault, and most files are small
  while (true) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got == 0) return out;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Refusal({action, subject, errno_text(errno), ""});
    out.append(buffer.data(), static_cast<std::size_t>(got));
    if (out.size() > limit) {
      throw Refusal({action, subject, "it is longer than " + std::to_string(limit) + " bytes", ""});
    }
  }
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace aahat
