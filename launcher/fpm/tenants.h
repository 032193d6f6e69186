// Pools, now with the identity that their workers will have and the hat that they are to get.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "choice/choose.h"
#include "entry/confine.h"
#include "errors/refusal.h"
#include "fpm/accounts.h"
#include "fpm/dump.h"
#include "plan/plan.h"

namespace aahat {

/// A pool that may start.
struct PoolTenant {
  Pool pool;
  User user;
  Identity identity;
  Candidate choice;
};

/// The identity that php-fpm gives to the pool's workers (fpm_unix_conf_wp and fpm_unix_init_child in
/// sapi/fpm/fpm/fpm_unix.c), and its hat. Throws Refusal for what must not start, with all that is wrong:
///
/// * no user, or one that passwd does not know; an unknown group;
/// * `chroot`: php-fpm enters the hat behind the chroot, through /proc as it lies there. Whoever writes that
///   folder could put plain files in place of the attr files, which php-fpm would fill and believe;
/// * `pm.status_listen`: php-fpm makes a further pool of it, which gets no hat;
/// * a name that cannot be written as a section;
/// * no hat, by rule or pool-order.
PoolTenant place_pool(const Chooser& choose, const Plan& plan, const Accounts& accounts, const Pool& pool);

/// Findings for the rules in `plan` whose pool is not among `pools`: misspelt, they would seem to protect.
std::vector<Finding> rules_without_pool(const Plan& plan, const std::vector<Pool>& pools);

}  // namespace aahat
