#include "witness.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "refusal.h"

namespace aahat {
namespace {

constexpr std::size_t longest_label = 4096;
using Answer = std::array<char, longest_label>;

/// The child's whole life: one byte asks, one message answers (empty: not readable), end of file ends it.
[[noreturn]] void serve(const Fd& process, int channel) {
  // A launcher that is killed must not leave a process behind in the container's profile.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  Answer answer;
  char request = 0;
  while (read(channel, &request, 1) == 1) {
    Fd label = open_at(process.get(), "attr/apparmor/current", O_RDONLY);
    if (!label) label = open_at(process.get(), "attr/current", O_RDONLY);
    const ssize_t got = label ? read(label.get(), answer.data(), answer.size()) : 0;
    const std::size_t length = got > 0 ? static_cast<std::size_t>(got) : 0;
    if (send(channel, answer.data(), length, MSG_NOSIGNAL) < 0) break;
  }
  _exit(0);
}

}  // namespace

Witness::Witness(const Fd& process) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw Refusal({"start the process that reads our label", "", errno_text(errno), ""});
  }
  channel_ = Fd(ends[0]);
  const Fd theirs(ends[1]);
  child_ = fork();
  if (child_ < 0) throw Refusal({"start the process that reads our label", "", errno_text(errno), ""});
  if (child_ == 0) {
    // Its own end must be the only one it holds, or it would never see the end of file.
    channel_ = Fd();
    serve(process, theirs.get());
  }
}

Witness::~Witness() {
  channel_ = Fd();
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string Witness::read_label() {
  Answer answer;
  ssize_t got = -1;
  if (send(channel_.get(), "?", 1, MSG_NOSIGNAL) == 1) {
    do {
      got = recv(channel_.get(), answer.data(), answer.size(), 0);
    } while (got < 0 && errno == EINTR);
  }
  if (got <= 0) {
    throw Refusal({"read the label of", "/proc/self/attr/current",
                   "the container's profile does not allow it",
                   "add \"@{PROC}/@{pid}/attr/{apparmor/,}current r,\" to the profile"});
  }
  return {answer.data(), static_cast<std::size_t>(got)};
}

}  // namespace aahat
