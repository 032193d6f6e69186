#include "fpm/tenants.h"

#include <set>

#include "choice/choose.h"
#include "errors/escape.h"
#include "fpm/wrapper.h"

namespace aahat {
namespace {

constexpr const char* action = "start the pool";

void require_supported(const Pool& pool, std::vector<Finding>& findings) {
  if (!is_section_name(pool.name)) {
    findings.push_back({action, pool.name, "its name is not 1 to 255 of A-Z a-z 0-9 . _ @ + -", ""});
  }
  if (!pool.chroot.empty()) {
    findings.push_back({action, pool.name,
                        "it sets chroot, and php-fpm would enter the hat through the /proc in there, which "
                        "need not be the kernel's",
                        "remove chroot: the hat confines the pool's files"});
  }
  if (!pool.hidden_listen.empty()) {
    findings.push_back({action, pool.name,
                        "it sets pm.status_listen, for which php-fpm makes a further pool, without any hat",
                        "remove pm.status_listen; pm.status_path on the pool's own socket remains"});
  }
}

void require_no_filter(const Plan& plan, const std::string& pool, const HatName& hat) {
  const auto seccomp = plan.seccomp(hat);
  if (!seccomp) return;
  throw Refusal({action, pool,
                 "its hat " + hat.text() + " has the seccomp profile " + std::string(*seccomp) +
                     ", and php-fpm's workers, which enter their hats themselves, load none",
                 "give seccomp profiles only to other hats (io.aa-hat.seccomp.HAT)"});
}

User user_of(const Pool& pool, const Accounts& accounts) {
  const auto user = pool.user.empty() ? std::nullopt : accounts.user(pool.user);
  if (user) return *user;
  throw Refusal({action, pool.name,
                 pool.user.empty() ? "it sets no user"
                                   : "the container's /etc/passwd has no user \"" + escaped(pool.user) + "\"",
                 ""});
}

Identity identity_of(const Pool& pool, const User& user, const Accounts& accounts) {
  const auto gid = pool.group.empty() ? std::optional(user.gid) : accounts.group(pool.group);
  if (gid) return {user.uid, *gid, accounts.groups_of(user.name, *gid)};
  throw Refusal(
      {action, pool.name, "the container's /etc/group has no group \"" + escaped(pool.group) + "\"", ""});
}

}  // namespace

PoolTenant place_pool(const Chooser& choose, const Plan& plan, const Accounts& accounts, const Pool& pool) {
  std::vector<Finding> findings;
  require_supported(pool, findings);
  std::optional<User> user;
  std::optional<Identity> identity;
  std::optional<Candidate> choice;
  collect(findings, [&] {
    user = user_of(pool, accounts);
    identity = identity_of(pool, *user, accounts);
  });
  collect(findings, [&] {
    choice = choose.for_pool({pool.name, [&] { return user ? user->name : ""; },
                              [&] { return user ? accounts.group_name(user->gid) : ""; }});
    require_no_filter(plan, pool.name, choice->hat);
  });
  refuse_if_any(std::move(findings));
  return {pool, *user, *identity, *choice};
}

std::vector<Finding> rules_without_pool(const Plan& plan, const std::vector<Pool>& pools) {
  std::set<std::string_view> names;
  for (const Pool& pool : pools) names.insert(pool.name);
  std::vector<Finding> findings;
  plan.pools().for_each([&](std::string_view pool, std::string_view) {
    if (names.contains(pool)) return;
    findings.push_back({"use the rule for pool", std::string(pool), "php-fpm has no such pool",
                        "correct or remove the annotation io.aa-hat.pool." + std::string(pool)});
  });
  return findings;
}

}  // namespace aahat
