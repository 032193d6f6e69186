#include <array>
#include <set>

#include "apparmor/signals.h"
#include "report/report.h"

namespace aahat {
namespace {

// Who ends a container: the host's root; and what Debian 13 and others confine by profiles of these names,
// which count as peers although they are in unconfined mode.
constexpr std::array engines{"unconfined", "runc", "crun", "podman"};

std::string list_of_those_who_cannot_end(const std::string& label, const std::string& profile) {
  std::string out;
  const auto ask = [&](const std::string& from) {
    if (may_end(from, label).value_or(true)) return;
    out += (out.empty() ? "" : ", ") + from;
  };
  for (const char* engine : engines) ask(engine);
  ask(profile);
  return out;
}

}  // namespace

void warn_of_signals(Report& report) {
  std::set<std::string> labels;
  for (const ReportRow& row : report.rows) labels.insert(row.label);
  for (const std::string& label : labels) {
    const std::string who = list_of_those_who_cannot_end(label, report.profile.text());
    if (who.empty()) continue;
    std::string warning = "hat " + label;
    warning.append(" cannot be ended by ").append(who);
    warning.append(": it needs \"signal (receive) peer=...\" for them, and ").append(report.profile.text());
    report.warnings.push_back(warning + " \"signal (send)\" for the hat");
  }
}

}  // namespace aahat
