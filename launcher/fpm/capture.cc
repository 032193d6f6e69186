#include "fpm/capture.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include "entry/execute.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "fpm/process.h"
#include "fpm/sealed_file.h"

namespace aahat {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_looks{50};
constexpr std::size_t longest_text = std::size_t{64} << 20U;

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

  /// Its status for waitpid(2), or nothing if it still runs after this time.
  std::optional<int> wait(std::chrono::milliseconds longest) {
    pollfd end{handle_.get(), POLLIN, 0};
    if (poll(&end, 1, static_cast<int>(longest.count())) <= 0) return std::nullopt;
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

/// Between fork and exec. What fails here is told by exit status 127 and errno's text in `out`.
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

bool is_too_long(const Fd& file) {
  struct stat status {};
  return fstat(file.get(), &status) != 0 || std::cmp_greater(status.st_size, longest_text);
}

int wait_for(Child& child, const Fd& output, const std::string& program, std::chrono::seconds longest_run) {
  const Clock::time_point end = Clock::now() + longest_run;
  while (Clock::now() < end) {
    if (const std::optional<int> status = child.wait(between_looks)) return *status;
    if (is_too_long(output)) refuse(program, "it says more than 64 MiB");
  }
  refuse(program, "it did not end within " + std::to_string(longest_run.count()) + " seconds");
}

}  // namespace

Captured capture(const std::string& program, const std::vector<std::string>& argv, int kept,
                 std::chrono::seconds longest_run) {
  // Not a pipe: php-fpm says each line in two pieces, and we would wake up for each.
  const Fd output = memory_file();
  const pid_t pid = fork();
  if (pid < 0) refuse(program, errno_text(errno));
  if (pid == 0) become(program, argv, kept, output.get());
  Child child(pid);
  if (!child.is_watched()) refuse(program, errno_text(errno));
  const int status = wait_for(child, output, program, longest_run);
  lseek(output.get(), 0, SEEK_SET);
  return {status, read_all(output.get(), longest_text, "learn the pools from", program)};
}

}  // namespace aahat
