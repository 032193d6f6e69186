#include "file/log.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <ctime>

#include "file/file.h"

namespace aahat {
namespace {

/// A text of bounded length that needs no memory of the heap.
class Line {
 public:
  void append(std::string_view more) noexcept {
    const std::size_t count = std::min(more.size(), text_.size() - size_);
    std::copy_n(more.data(), count, text_.data() + size_);
    size_ += count;
  }
  void append(int number) noexcept {
    std::array<char, 12> digits{};
    append({digits.data(),
            static_cast<std::size_t>(std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr -
                                     digits.data())});
  }
  /// One line of it, as a log takes it.
  std::string_view flat() noexcept {
    while (size_ > 0 && text_[size_ - 1] == '\n') --size_;
    std::replace(text_.data(), text_.data() + size_, '\n', ' ');
    return {text_.data(), size_};
  }

 private:
  std::array<char, 8192> text_{};
  std::size_t size_ = 0;
};

void log_line(std::string_view program, int priority, std::string_view text) noexcept {
  const Fd socket_fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_fd) return;
  sockaddr_un address{AF_UNIX, "/dev/log"};
  Line line;
  line.append("<");
  line.append(LOG_AUTHPRIV | priority);
  line.append(">");
  line.append(program);
  line.append(": ");
  line.append(text);
  const std::string_view flat = line.flat();
  (void)sendto(socket_fd.get(), flat.data(), flat.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

/// Keeps SIGPIPE away while it lives. The signal's action is not touched: a program that is executed would
/// inherit it.
class NoSigpipe {
 public:
  NoSigpipe() noexcept {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigprocmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoSigpipe() {
    // Ours alone are taken: one that the caller has blocked stays pending for it.
    const timespec at_once{};
    if (sigismember(&before_, SIGPIPE) == 0) (void)sigtimedwait(&pipe_, nullptr, &at_once);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  NoSigpipe(const NoSigpipe&) = delete;
  NoSigpipe& operator=(const NoSigpipe&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

}  // namespace

void tell(std::string_view program, int priority, std::string_view text) noexcept {
  log_line(program, priority, text);
  tell_stderr(program, text);
}

void tell_stderr(std::string_view program, std::string_view text) noexcept {
  const NoSigpipe guard;
  std::array<iovec, 3> parts{};
  const std::array<std::string_view, 3> words{program, ": ", text};
  for (std::size_t i = 0; i < words.size(); ++i) {
    parts[i] = {const_cast<char*>(words[i].data()), words[i].size()};
  }
  // In one call, so that the lines of two processes do not mix.
  [[maybe_unused]] const ssize_t put = writev(STDERR_FILENO, parts.data(), static_cast<int>(parts.size()));
}

}  // namespace aahat
