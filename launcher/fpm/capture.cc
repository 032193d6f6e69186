#include "capture.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>

#include "file.h"
#include "process.h"
#include "refusal.h"

namespace aahat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds longest_run{60};
constexpr std::size_t longest_text = std::size_t{64} << 20U;

/// Milliseconds until `end`, at least 0.
int left_until(Clock::time_point end) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// Waits until `fd` can be read or `end` has come. Returns whether it can be read.
bool wait_readable(int fd, Clock::time_point end) {
  pollfd waiting{fd, POLLIN, 0};
  int ready = 0;
  do {
    ready = poll(&waiting, 1, left_until(end));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

/// A child that does not outlive its owner, whatever is thrown.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid), handle_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    reap();
  }

  /// Whether wait() can see its end; errno says why not.
  bool is_watched() const { return static_cast<bool>(handle_); }

  /// Its status for waitpid(2), or nothing if it still runs at `end`.
  std::optional<int> wait(Clock::time_point end) {
    if (!wait_readable(handle_.get(), end)) return std::nullopt;
    return reap();
  }

 private:
  int reap() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

  pid_t pid_;
  Fd handle_;
};

/// Between fork and exec. What fails here is told by exit status 127 and errno's text on the pipe.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& argv, int kept,
                         int out) {
  // If the launcher is killed, the container must not be left with a php-fpm that nobody asked for.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(null, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  // On a reload we hold php-fpm's listening sockets, which must not leak into this run.
  syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  if (kept >= 0) fcntl(kept, F_SETFD, 0);
  drop_fpm_sockets();
  execv(program.c_str(), c_words(argv).data());
  (void)write_all(STDERR_FILENO, errno_text(errno));
  _exit(127);
}

[[noreturn]] void refuse(const std::string& program, const std::string& reason) {
  throw Refusal({"learn the pools from", program, reason, ""});
}

[[noreturn]] void refuse_slow(const std::string& program) {
  refuse(program, "it did not end within 60 seconds");
}

std::string read_until(Clock::time_point end, int fd, const std::string& program) {
  std::string text;
  std::array<char, 65536> buffer;
  while (text.size() <= longest_text) {
    if (!wait_readable(fd, end)) refuse_slow(program);
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got == 0) return text;
    if (got < 0 && errno != EINTR) refuse(program, errno_text(errno));
    if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  refuse(program, "it says more than 64 MiB");
}

}  // namespace

Captured capture(const std::string& program, const std::vector<std::string>& argv, int kept) {
  const Clock::time_point end = Clock::now() + longest_run;
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse(program, errno_text(errno));
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  const pid_t pid = fork();
  if (pid < 0) refuse(program, errno_text(errno));
  if (pid == 0) become(program, argv, kept, writing.get());
  Child child(pid);
  if (!child.is_watched()) refuse(program, errno_text(errno));
  writing = Fd();
  std::string text = read_until(end, reading.get(), program);
  const std::optional<int> status = child.wait(end);
  if (!status) refuse_slow(program);
  return {*status, std::move(text)};
}

}  // namespace aahat
