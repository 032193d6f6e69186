// Who acts in which hat, as far as passwd, rules and orders tell.
#pragma once

#include <vector>

#include "choice/choose.h"
#include "fpm/accounts.h"
#include "fpm/socket_access.h"
#include "fpm/tenants.h"
#include "plan/plan.h"

namespace aahat {

/// The pools; the users that have a rule; the users that `order` gives a hat that exists, where they can log
/// in: not root, which is nobody's tenant unless a rule says so, and not those whose shell is a nologin or
/// false; and the users that have roles, once more for each.
std::vector<Peer> peers(const Chooser& choose, const Plan& plan, const Accounts& accounts,
                        const std::vector<PoolTenant>& pools);

}  // namespace aahat
