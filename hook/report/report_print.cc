#define JSON_NO_IO 1
#include <nlohmann/json.hpp>

#include "errors/escape.h"
#include "report/report.h"
#include "text/aligned.h"

namespace aahat {
namespace {

using Json = nlohmann::ordered_json;

Json words(const Order& order) {
  Json list = Json::array();
  for (const OrderWord word : order) list.push_back(to_text(word));
  return list;
}

Json shells(const Report& report) {
  Json out = Json::object();
  for (const auto& [user, shell] : report.rules.shells) out[user] = shell;
  return out;
}

Json rules(const Report& report) {
  Json list = Json::array();
  for (const ReportRow& row : report.rows) {
    list.push_back({{"rule", row.kind},
                    {"name", row.name},
                    {"hat", row.hat},
                    {"label", row.label},
                    {"noNewPrivs", row.no_new_privs},
                    {"seccomp", row.seccomp.empty() ? Json(nullptr) : Json(row.seccomp)}});
  }
  return list;
}

std::string listed(const Order& order) {
  std::string out;
  for (const OrderWord word : order) out.append(out.empty() ? "" : ",").append(to_text(word));
  return out.empty() ? "(none: a pool needs a rule)" : out;
}

std::vector<Cells> facts(const Report& report) {
  const Rules& rules = report.rules;
  std::vector<Cells> rows{{"bundle", report.bundle},
                          {"profile", report.profile.text()},
                          {"order", listed(rules.order)},
                          {"pool-order", listed(rules.pool_order)},
                          {"session", std::string(to_text(rules.session))},
                          {"seal", std::string(to_text(rules.seal))},
                          {"listen", std::string(to_text(rules.listen))},
                          {"no-new-privs", rules.no_new_privs ? "true" : "false"},
                          {"shell", rules.shell.empty() ? "(passwd's, or /bin/sh)" : rules.shell}};
  for (const auto& [user, shell] : rules.shells) rows.push_back({"shell." + user, shell});
  rows.push_back({"seccomp", rules.seccomp ? rules.seccomp->text() : ""});
  return rows;
}

std::vector<Cells> table(const Report& report) {
  std::vector<Cells> rows{{"RULE", "NAME", "HAT", "LABEL", "NO-NEW-PRIVS", "SECCOMP"}};
  for (const ReportRow& row : report.rows) {
    rows.push_back(
        {row.kind, row.name, row.hat, row.label, row.no_new_privs ? "true" : "false", row.seccomp});
  }
  return rows;
}

}  // namespace

std::string as_text(const Report& report) {
  std::string out = aligned(facts(report));
  if (!report.rows.empty()) out += "\n" + aligned(table(report));
  if (!report.warnings.empty() || !report.notes.empty()) out += "\n";
  for (const std::string& warning : report.warnings) out += "warning: " + escaped(warning) + "\n";
  for (const std::string& note : report.notes) out += "note: " + escaped(note) + "\n";
  return out;
}

std::string as_json(const Report& report) {
  const Json out = {{"bundle", report.bundle},
                    {"profile", report.profile.text()},
                    {"order", words(report.rules.order)},
                    {"poolOrder", words(report.rules.pool_order)},
                    {"session", to_text(report.rules.session)},
                    {"seal", to_text(report.rules.seal)},
                    {"listen", to_text(report.rules.listen)},
                    {"noNewPrivs", report.rules.no_new_privs},
                    {"shell", report.rules.shell},
                    {"shells", shells(report)},
                    {"seccomp", report.rules.seccomp ? Json(report.rules.seccomp->text()) : Json(nullptr)},
                    {"rules", rules(report)},
                    {"warnings", report.warnings},
                    {"notes", report.notes}};
  // A path need not be UTF-8, and JSON has no other text.
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace aahat
