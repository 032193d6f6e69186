// Lines "KEY=VALUE", KEY without our prefix. What is accepted must come back whole from the plan.
#include <optional>

#include "annotations/annotations.h"
#include "fuzz.h"
#include "plan/plan.h"
#include "plan/writer.h"

namespace aahat {
namespace {

Annotations annotations_in(std::string_view text) {
  Annotations out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    const std::size_t sign = line.find('=');
    const std::string_view value = sign == std::string_view::npos ? "" : line.substr(sign + 1);
    out.insert_or_assign(std::string(annotation_prefix) + std::string(line.substr(0, sign)),
                         std::string(value));
  }
  return out;
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
  const Rules rules = parse_annotations(annotations_in(text_of(data, size)), wrong);
  // What could be taken is valid, whatever else was there: a refusal from here on is a finding.
  const std::string written = write_plan(profile_named("profile"), rules);
  require_same(Plan::read(written), rules);
  return 0;
}
