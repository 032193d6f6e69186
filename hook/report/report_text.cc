#include <algorithm>
#include <array>

#include "errors/escape.h"
#include "report/report.h"

namespace aahat {
namespace {

using Line = std::array<std::string, 6>;

std::string words(const Order& order) {
  std::string out;
  for (const OrderWord word : order) out.append(out.empty() ? "" : ",").append(to_text(word));
  return out.empty() ? "(none: a pool needs a rule)" : out;
}

void add_fact(std::string& out, std::string_view name, std::string_view value) {
  out.append(escaped(name))
      .append(std::max<std::size_t>(name.size() + 1, 13) - name.size(), ' ')
      .append(escaped(value))
      .append("\n");
}

void add_facts(std::string& out, const Report& report) {
  add_fact(out, "bundle", report.bundle);
  add_fact(out, "profile", report.profile.text());
  add_fact(out, "order", words(report.rules.order));
  add_fact(out, "pool-order", words(report.rules.pool_order));
  add_fact(out, "session", to_text(report.rules.session));
  add_fact(out, "seal", to_text(report.rules.seal));
  add_fact(out, "listen", to_text(report.rules.listen));
  add_fact(out, "no-new-privs", report.rules.no_new_privs ? "true" : "false");
  add_fact(out, "shell", report.rules.shell.empty() ? "(passwd's, or /bin/sh)" : report.rules.shell);
  for (const auto& [user, shell] : report.rules.shells) add_fact(out, "shell." + user, shell);
  add_fact(out, "seccomp", report.rules.seccomp ? report.rules.seccomp->text() : "-");
}

std::vector<Line> table(const Report& report) {
  std::vector<Line> lines{{"RULE", "NAME", "HAT", "LABEL", "NO-NEW-PRIVS", "SECCOMP"}};
  for (const ReportRow& row : report.rows) {
    lines.push_back({row.kind, escaped(row.name), row.hat, escaped(row.label),
                     row.no_new_privs ? "true" : "false", row.seccomp.empty() ? "-" : row.seccomp});
  }
  return lines;
}

void add_table(std::string& out, const std::vector<Line>& lines) {
  std::array<std::size_t, std::tuple_size_v<Line>> widths{};
  for (const Line& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (const Line& line : lines) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      out.append(line[i]).append(widths[i] + 2 - line[i].size(), ' ');
    }
    out.append(line.back()).append("\n");
  }
}

}  // namespace

std::string as_text(const Report& report) {
  std::string out;
  add_facts(out, report);
  if (!report.rows.empty()) {
    out += "\n";
    add_table(out, table(report));
  }
  if (!report.warnings.empty() || !report.notes.empty()) out += "\n";
  for (const std::string& warning : report.warnings)
    out.append("warning: ").append(escaped(warning)).append("\n");
  for (const std::string& note : report.notes) out.append("note: ").append(escaped(note)).append("\n");
  return out;
}

}  // namespace aahat
