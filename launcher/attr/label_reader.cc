#include "attr/label_reader.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "errors/refusal.h"

namespace aahat {
namespace {

// Ends an answer, as it ends the label that the kernel prints.
constexpr char end_of_answer = '\n';

[[noreturn]] void refuse_start() {
  throw Refusal({"start the process that reads our label", "", errno_text(errno), ""});
}

[[noreturn]] void refuse_label(int error) {
  // The file is there on each kernel that was built with AppArmor; reading it fails where AppArmor does not
  // run (security_getprocattr in the kernel's security/security.c).
  if (error == EINVAL) {
    throw Refusal({"use", "AppArmor", "it is switched off on this kernel",
                   "boot the host with apparmor=1 security=apparmor (or lsm=...,apparmor)"});
  }
  Finding finding{"read our own label in", "/proc/self/attr/current", errno_text(error), ""};
  if (error == EACCES) {
    finding.reason = "the container's profile does not allow it";
    finding.hint = "add \"@{PROC}/@{pid}/attr/{apparmor/,}current r,\" to the profile";
  }
  throw Refusal(finding);
}

/// Reads once, however often a signal comes. The kernel prints a label into one page.
ssize_t read_some(int fd, std::string& into) {
  std::array<char, 4096> piece;
  ssize_t got = -1;
  do {
    got = read(fd, piece.data(), piece.size());
  } while (got < 0 && errno == EINTR);
  if (got > 0) into.append(piece.data(), static_cast<std::size_t>(got));
  return got;
}

/// Reads until the answer is whole: a label of which a part is missing would be another label. False where
/// the file ends first or fails (errno; 0 where it ends).
bool read_answer(int fd, std::string& answer) {
  do {
    const ssize_t got = read_some(fd, answer);
    if (got == 0) errno = 0;
    if (got <= 0) return false;
  } while (answer.back() != end_of_answer);
  return true;
}

/// Our owner's label; or, where that cannot be read, the byte 0 and the errno value, which fits into a byte.
std::string answer_to(const Fd& process) {
  Fd label = open_at(process.get(), "attr/apparmor/current", O_RDONLY);
  if (!label) label = open_at(process.get(), "attr/current", O_RDONLY);
  std::string answer;
  if (label && read_answer(label.get(), answer)) return answer;
  return {'\0', static_cast<char>(errno == 0 ? ENODATA : errno), end_of_answer};
}

/// The child's whole life: one byte asks, one answer is written, end of file ends it.
[[noreturn]] void serve(const Fd& process, int questions, int answers) {
  // A launcher that is killed must not leave a process behind in the container's profile.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (std::string question; read_some(questions, question) > 0; question.clear()) {
    if (!write_all(answers, answer_to(process))) break;
  }
  _exit(0);
}

struct Pipe {
  Fd out;
  Fd in;
};

/// Pipes and not a socket: a hat's policy decides over sockets, also over those that were open before.
Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) refuse_start();
  return {Fd(ends[0]), Fd(ends[1])};
}

}  // namespace

Witness::Witness(const Fd& process) {
  Pipe questions = make_pipe();
  Pipe answers = make_pipe();
  const pid_t child = fork();
  if (child < 0) refuse_start();
  if (child == 0) {
    // Held by the child as well, our end would keep it from ever seeing the end of file.
    questions.in = Fd();
    serve(process, questions.out.get(), answers.in.get());
  }
  child_ = child;
  questions_ = std::move(questions.in);
  answers_ = std::move(answers.out);
}

Witness::~Witness() {
  questions_ = Fd();
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string Witness::read_label() {
  std::string answer;
  if (!write_all(questions_.get(), "?") || !read_answer(answers_.get(), answer)) {
    throw Refusal({"read our own label", "", "the process that reads it is gone", ""});
  }
  if (answer[0] == '\0') refuse_label(static_cast<unsigned char>(answer[1]));
  return answer;
}

}  // namespace aahat
