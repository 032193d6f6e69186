// Owners of descriptors, and the few ways in which both programs read files. Every open here is
// close-on-exec.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aahat {

/// Owns one descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  /// Gives the descriptor away.
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

/// Owns `result`, what a call returned that opens a descriptor; empty where that failed (errno). 0 to 2 are
/// failures too (EBADF): they are open (standard_fds.h), so the kernel gives no such number. A seccomp filter
/// can: whoever starts a container could have it return 0, and what lies at stdin taken for the file.
Fd new_fd(int result);

struct Pipe {
  Fd out;
  Fd in;
};

/// pipe2(2), close-on-exec. Nothing where it fails (errno).
std::optional<Pipe> make_pipe();

/// openat2(2) with O_CLOEXEC and O_NOCTTY added to `flags`, and `resolve` (RESOLVE_*). Returns an empty Fd
/// and leaves errno where it fails.
Fd open_at(int directory, const char* path, int flags, unsigned long long resolve = 0, unsigned mode = 0);

/// open(2) of `path` for reading, refusing what is not a regular file (a FIFO would hang us, a device act on
/// being read): O_NONBLOCK first, fstat then. Throws Refusal "cannot read PATH".
Fd open_regular(const std::string& path);

/// The same; an empty Fd where there is no such file, and the kernel itself says so: see file.cc.
Fd open_regular_if_there(const std::string& path);

/// Reads `fd` to its end. Throws Refusal "cannot ACTION SUBJECT" on an error, or as soon as there are more
/// than `limit` bytes.
std::string read_all(int fd, std::size_t limit, const std::string& action, const std::string& subject);

/// Writes all of `bytes` to `fd`. Returns false and leaves errno where it fails.
bool write_all(int fd, std::string_view bytes);

}  // namespace aahat
