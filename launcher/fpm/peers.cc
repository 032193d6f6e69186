#include "fpm/peers.h"

#include "errors/escape.h"

namespace aahat {
namespace {

bool can_log_in(const User& user) {
  return !user.shell.ends_with("/nologin") && !user.shell.ends_with("/false");
}

/// The hat in which `user` would log in.
std::optional<HatName> hat_of(const Chooser& choose, const Plan& plan, const Accounts& accounts,
                              const User& user) {
  if (auto rule = plan.hat_of_user(user.name)) return rule;
  if (user.uid == 0 || !can_log_in(user)) return std::nullopt;
  const Subject subject{"", [&] { return user.name; }, [&] { return accounts.group_name(user.gid); }};
  for (const Candidate& candidate : candidates(std::nullopt, plan.order(), subject)) {
    if (choose.exists(candidate.hat)) return candidate.hat;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Peer> peers(const Chooser& choose, const Plan& plan, const Accounts& accounts,
                        const std::vector<PoolTenant>& pools) {
  std::vector<Peer> out;
  out.reserve(pools.size());
  for (const PoolTenant& tenant : pools) {
    out.push_back({"pool " + escaped(tenant.pool.name), tenant.choice.hat, tenant.identity.uid,
                   tenant.identity.groups});
  }
  for (const auto& [name, user] : accounts.users()) {
    std::vector<HatName> hats = plan.roles_of(name);
    if (const auto hat = hat_of(choose, plan, accounts, user)) hats.push_back(*hat);
    for (const HatName& hat : hats) {
      out.push_back({"user " + escaped(name), hat, user.uid, accounts.groups_of(name, user.gid)});
    }
  }
  return out;
}

}  // namespace aahat
