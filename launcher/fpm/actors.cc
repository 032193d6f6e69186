#include "fpm/actors.h"

#include <map>

#include "attr/enter.h"
#include "errors/escape.h"

namespace aahat {
namespace {

bool can_log_in(const User& user) {
  return !user.shell.ends_with("/nologin") && !user.shell.ends_with("/false");
}

class Search {
 public:
  Search(Attr& attr, const Plan& plan, const Accounts& accounts)
      : attr_(attr), plan_(plan), accounts_(accounts) {}

  std::optional<HatName> hat_of(const User& user) {
    if (auto rule = plan_.hat_of_user(user.name)) return rule;
    if (user.uid == 0 || !can_log_in(user)) return std::nullopt;
    const Subject subject{"", user.name, accounts_.group_name(user.gid)};
    for (const Candidate& candidate : candidates(std::nullopt, plan_.order(), subject)) {
      if (exists(candidate.hat)) return candidate.hat;
    }
    return std::nullopt;
  }

 private:
  /// Asks the kernel once for each name: thousands of users may share a group, and all share DEFAULT.
  bool exists(const HatName& hat) {
    const auto known = known_.find(hat);
    if (known != known_.end()) return known->second;
    return known_.emplace(hat, hat_exists(attr_, plan_.profile(), hat)).first->second;
  }

  Attr& attr_;
  const Plan& plan_;
  const Accounts& accounts_;
  std::map<HatName, bool> known_;
};

}  // namespace

std::vector<Actor> actors(Attr& attr, const Plan& plan, const Accounts& accounts,
                          const std::vector<PoolTenant>& pools) {
  std::vector<Actor> out;
  out.reserve(pools.size());
  for (const PoolTenant& tenant : pools) {
    out.push_back({"pool " + escaped(tenant.pool.name), tenant.choice.hat, tenant.identity.uid,
                   tenant.identity.groups});
  }
  Search search(attr, plan, accounts);
  for (const auto& [name, user] : accounts.users()) {
    std::vector<HatName> hats = plan.roles_of(name);
    if (const auto hat = search.hat_of(user)) hats.push_back(*hat);
    for (const HatName& hat : hats) {
      out.push_back({"user " + escaped(name), hat, user.uid, accounts.groups_of(name, user.gid)});
    }
  }
  return out;
}

}  // namespace aahat
