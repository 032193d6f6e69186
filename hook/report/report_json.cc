#define JSON_NO_IO 1
#include <nlohmann/json.hpp>

#include "report/report.h"

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

}  // namespace

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
