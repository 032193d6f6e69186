#include "entry/probe.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <string_view>

#include "file/file.h"

namespace aahat {
namespace {

constexpr const char* action = "try out a hat";
constexpr std::size_t longest_report = 1U << 20U;
constexpr char done = '\1';  // so that a child that died can be told from one that found nothing

/// Findings as NUL-ended fields. A field that holds a NUL, which only our own code could have put there
/// (foreign text is escaped), ends at it.
std::string written(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    for (const std::string* field : {&finding.action, &finding.subject, &finding.reason, &finding.hint}) {
      out.append(*field, 0, field->find('\0')).push_back('\0');
    }
  }
  return out + done;
}

std::string take_field(std::string_view& rest) {
  const std::string_view field = rest.substr(0, rest.find('\0'));
  rest.remove_prefix(std::min(rest.size(), field.size() + 1));
  return std::string(field);
}

std::vector<Finding> read_back(std::string_view report) {
  if (report.empty() || report.back() != done) return {{action, "", "the process that tried it died", ""}};
  report.remove_suffix(1);
  std::vector<Finding> findings;
  while (!report.empty()) {
    Finding finding;
    for (std::string* field : {&finding.action, &finding.subject, &finding.reason, &finding.hint}) {
      *field = take_field(report);
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

constexpr int report_descriptor = 3;

/// Nothing but the pipe goes along into the hat, where the tenant's other processes may be allowed to reach
/// in: on a reload we hold the listening sockets of all pools.
bool keep_only(const Fd& pipe) {
  return dup2(pipe.get(), report_descriptor) == report_descriptor &&
         syscall(SYS_close_range, report_descriptor + 1U, ~0U, 0U) == 0;
}

[[noreturn]] void report(const std::function<void()>& attempt, const Fd& to, pid_t owner) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != owner || !keep_only(to)) _exit(1);
  try {
    std::vector<Finding> findings;
    collect(findings, attempt);
    _exit(write_all(report_descriptor, written(findings)) ? 0 : 1);
  } catch (const std::exception&) {
    _exit(1);
  }
}

}  // namespace

Probe::Probe(const std::function<void()>& attempt) {
  std::optional<Pipe> pipe = make_pipe();
  if (!pipe) throw Refusal({action, "", errno_text(errno), ""});
  report_ = std::move(pipe->out);
  const pid_t owner = getpid();
  child_ = fork();
  if (child_ < 0) throw Refusal({action, "", errno_text(errno), ""});
  if (child_ == 0) report(attempt, pipe->in, owner);
}

Probe::~Probe() {
  report_ = Fd();
  while (child_ > 0 && waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::vector<Finding> Probe::refused() {
  return read_back(read_all(report_.get(), longest_report, action, ""));
}

std::vector<Finding> refused_in_child(const std::function<void()>& attempt) {
  return Probe(attempt).refused();
}

}  // namespace aahat
