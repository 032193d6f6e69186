// Lines "KEY=VALUE". Each KEY is tried as it stands, and with our prefix in front. No key that is meant for
// us may be passed over, and what is accepted must come back whole from the plan.
#include <algorithm>
#include <optional>

#include "annotations/annotations.h"
#include "fuzz.h"
#include "plan/plan.h"
#include "plan/writer.h"

namespace aahat {
namespace {

/// The rule of is_meant_for_us, written the long way.
bool folds_into_our_prefix(std::string_view key) {
  std::string folded;
  for (const char c : key) {
    const bool between = c == '.' || c == '/' || c == '_' || c == '-' || c == ' ' || (c >= '\t' && c <= '\r');
    const bool wanted = !between || (!folded.empty() && folded.back() != '.');
    if (wanted) folded += between ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return folded.starts_with("io.aa.hat.") || folded.starts_with("io.aahat.");
}

Annotations annotations_in(std::string_view text) {
  Annotations out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    const std::size_t sign = line.find('=');
    const std::string key(line.substr(0, sign));
    const std::string value(sign == std::string_view::npos ? "" : line.substr(sign + 1));
    out.insert_or_assign(std::string(annotation_prefix) + key, value);
    require(is_meant_for_us(key) == folds_into_our_prefix(key));
    if (is_meant_for_us(key)) out.insert_or_assign(key, value);
  }
  return out;
}

void require_refused(const std::string& key, const std::vector<Finding>& wrong) {
  require(std::any_of(wrong.begin(), wrong.end(),
                      [&](const Finding& finding) { return finding.subject == key; }));
}

void require_same(const Plan& plan, const Rules& rules) {
  require(plan.order() == rules.order && plan.pool_order() == rules.pool_order);
  require(plan.session() == rules.session && plan.seal() == rules.seal && plan.listen() == rules.listen);
  require(plan.no_new_privs() == rules.no_new_privs);
  for (const auto& [pool, hat] : rules.pools) require(plan.hat_of_pool(pool) == hat);
  for (const auto& [user, hat] : rules.users) require(plan.hat_of_user(user) == hat);
  for (const auto& [user, roles] : rules.roles) require(plan.roles_of(user) == roles);
  for (const auto& [user, shell] : rules.shells) require(plan.shell_of(user) == shell);
  require(plan.shell_of("") == rules.shell);
  for (const auto& [hat, truth] : rules.no_new_privs_of) require(plan.no_new_privs(hat) == truth);
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  std::vector<Finding> wrong;
  const Annotations annotations = annotations_in(text_of(data, size));
  const Rules rules = parse_annotations(annotations, wrong);
  for (const auto& [key, value] : annotations) {
    if (!key.starts_with(annotation_prefix)) require_refused(key, wrong);
  }
  // What could be taken is valid, whatever else was there: a refusal from here on is a finding.
  const std::string written = write_plan(ProfileName::from("profile").value(), rules);
  require_same(Plan::read(written), rules);
  return 0;
}
