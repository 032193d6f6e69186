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

/// One read, however often a signal comes. The kernel prints a label into one page.
template <typename Read>
ssize_t read_some(std::string& into, Read read_into) {
  std::array<char, 4096> piece;
  ssize_t got = -1;
  do {
    got = read_into(piece.data(), piece.size());
  } while (got < 0 && errno == EINTR);
  if (got > 0) into.append(piece.data(), static_cast<std::size_t>(got));
  return got;
}

/// Reads until the answer is whole: a label of which a part is missing would be another label. False where
/// what is read ends first or fails (errno; 0 where it ends).
template <typename Read>
bool read_answer(std::string& answer, Read read_into) {
  do {
    const ssize_t got = read_some(answer, read_into);
    if (got == 0) errno = 0;
    if (got <= 0) return false;
  } while (answer.back() != end_of_answer);
  return true;
}

auto from_pipe(const Fd& pipe) {
  return [&pipe](char* into, std::size_t size) { return read(pipe.get(), into, size); };
}

/// Our owner's label; or, where that cannot be read, the byte 0 and the errno value, which fits into a byte.
std::string answer_to(const Fd& label) {
  std::string answer;
  const auto next = [&](char* into, std::size_t size) {
    return pread(label.get(), into, size, static_cast<off_t>(answer.size()));
  };
  if (read_answer(answer, next)) return answer;
  return {'\0', static_cast<char>(errno == 0 ? ENODATA : errno), end_of_answer};
}

/// The child's whole life: one byte asks, one answer is written, end of file ends it.
[[noreturn]] void serve(const Fd& label, const Fd& questions, const Fd& answers, pid_t owner) {
  // A launcher that is killed must not leave a process behind in the container's profile. It may be dead
  // already.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != owner) _exit(1);
  for (std::string question; read_some(question, from_pipe(questions)) > 0; question.clear()) {
    if (!write_all(answers.get(), answer_to(label))) break;
  }
  _exit(0);
}

/// Pipes and not a socket: a hat's policy decides over sockets, also over those that were open before.
Pipe pipe_or_refuse() {
  std::optional<Pipe> pipe = make_pipe();
  if (!pipe) refuse_start();
  return std::move(*pipe);
}

}  // namespace

void refuse_label(int error) {
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

LabelReader::LabelReader(const Fd& label) {
  Pipe questions = pipe_or_refuse();
  Pipe answers = pipe_or_refuse();
  const pid_t owner = getpid();
  const pid_t child = fork();
  if (child < 0) refuse_start();
  if (child == 0) {
    // Held by the child as well, our end would keep it from ever seeing the end of file.
    questions.in = Fd();
    serve(label, questions.out, answers.in, owner);
  }
  child_ = child;
  questions_ = std::move(questions.in);
  answers_ = std::move(answers.out);
}

LabelReader::~LabelReader() {
  questions_ = Fd();
  while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string LabelReader::read_label() {
  std::string answer;
  if (!write_all(questions_.get(), "?") || !read_answer(answer, from_pipe(answers_))) {
    throw Refusal({"read our own label", "", "the process that reads it is gone", ""});
  }
  if (answer[0] == '\0') refuse_label(static_cast<unsigned char>(answer[1]));
  return answer;
}

}  // namespace aahat
