// The one exception of both programs. It is thrown where the fact is known, with all a reader needs, and
// caught once, in main.
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace aahat {

/// One thing that is wrong: "cannot ACTION "SUBJECT": REASON", and where it helps what to change. `subject`,
/// `reason` and `hint` may hold foreign text: message() escapes the subject; whoever puts foreign text into a
/// reason or hint passes it through escaped() first.
struct Finding {
  std::string action;
  std::string subject;  // empty: the message has none
  std::string reason;
  std::string hint;  // empty: no hint line
};

/// Thrown when something must not run. Carries at least one finding; several where all that is wrong is told
/// at once.
class Refusal : public std::exception {
 public:
  explicit Refusal(Finding finding) : findings_{std::move(finding)} {}
  explicit Refusal(std::vector<Finding> findings) : findings_(std::move(findings)) {}

  const std::vector<Finding>& findings() const { return findings_; }
  const char* what() const noexcept override { return "refusal"; }

 private:
  std::vector<Finding> findings_;
};

/// So many findings are told; the rest are counted. Whoever writes annotations could fill the log otherwise.
inline constexpr std::size_t most_told = 100;

/// Throws a Refusal with all of `findings`, if there are any, or with the first `most_told` of them.
void refuse_if_any(std::vector<Finding> findings);

/// Runs `check` and keeps what it refuses in `findings` instead of stopping there, so that one message tells
/// all.
template <typename Check>
void collect(std::vector<Finding>& findings, Check check) {
  try {
    check();
  } catch (const Refusal& refusal) {
    findings.insert(findings.end(), refusal.findings().begin(), refusal.findings().end());
  }
}

/// The text of `finding` for people: `cannot ACTION "SUBJECT": REASON` and a `hint:` line, each ended by a
/// newline. The program's name stands in front where it is told (file/log.h).
std::string message(const Finding& finding);

/// What errno value `error` means, in English whatever the locale (strerrordesc_np(3)), and its name: "No
/// such file or directory (ENOENT)".
std::string errno_text(int error);

}  // namespace aahat
