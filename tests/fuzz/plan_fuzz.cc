// A plan of arbitrary bytes: refused, or read without stepping outside of them.
#include <algorithm>
#include <vector>

#include "fuzz.h"
#include "plan/plan.h"

namespace aahat {
namespace {

/// Every key of a sorted table without doubles must be found.
void require_findable(const Table& table) {
  std::vector<std::pair<std::string_view, std::string_view>> rows;
  table.for_each([&](std::string_view key, std::string_view value) { rows.emplace_back(key, value); });
  const auto not_before = [](const auto& a, const auto& b) { return a.first >= b.first; };
  if (std::adjacent_find(rows.begin(), rows.end(), not_before) != rows.end()) return;
  for (const auto& [key, value] : rows) require(table.find(key) == value);
}

void look_up(const Plan& plan) {
  require(!!ProfileName::fault(plan.profile().text()).empty());
  for (const char* name : {"", "a", "shop", "zzz"}) {
    may_refuse([&] { plan.hat_of_pool(name); });
    may_refuse([&] { plan.hat_of_user(name); });
  }
  may_refuse([&] { plan.roles_of("a"); });
  may_refuse([&] { plan.shell_of("a"); });
  may_refuse([&] { plan.hats(); });
  may_refuse([&] { plan.no_new_privs(*HatName::from("shop")); });
  may_refuse([&] { plan.filter(std::nullopt); });
  may_refuse([&] {
    if (const auto filter = plan.filter(*HatName::from("shop"))) require(filter->code.size() % 8 == 0);
  });
  plan.allows(*HatName::from("shop"));
  may_refuse([&] { require_findable(plan.pools()); });
  may_refuse([&] { require_findable(plan.users()); });
  may_refuse([&] { require_findable(plan.loaded()); });
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  may_refuse([&] { look_up(Plan::read(text_of(data, size))); });
  // Also without a head, which random bytes seldom get right.
  may_refuse([&] { require_findable(Table(text_of(data, size))); });
  return 0;
}
