#include "errors/refusal.h"

#include <cstring>

#include "errors/escape.h"

namespace aahat {

std::string message(const Finding& finding) {
  std::string out = "cannot " + finding.action;
  if (!finding.subject.empty()) out += " \"" + escaped(finding.subject) + "\"";
  out += ": " + finding.reason + "\n";
  if (!finding.hint.empty()) out += "hint: " + finding.hint + "\n";
  return out;
}

void refuse_if_any(std::vector<Finding> findings) {
  if (findings.empty()) return;
  if (findings.size() > most_told) {
    const std::string rest = std::to_string(findings.size() - most_told);
    findings.resize(most_told);
    findings.push_back({"tell", "the rest", rest + " more things are wrong", "mend these first"});
  }
  throw Refusal(std::move(findings));
}

std::string errno_text(int error) {
  const char* text = strerrordesc_np(error);
  const char* name = strerrorname_np(error);
  return std::string(text != nullptr ? text : "Unknown error") + " (" +
         (name != nullptr ? name : std::to_string(error)) + ")";
}

}  // namespace aahat
