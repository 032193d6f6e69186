// Promise 4: who can connect to a pool's socket runs code in that pool, so no other tenant may.
#pragma once

#include <vector>

#include "errors/refusal.h"
#include "fpm/accounts.h"
#include "fpm/socket_access.h"
#include "fpm/tenants.h"
#include "plan/plan.h"

namespace aahat {

/// Findings for the sockets of `pools` that somebody of `all` in another hat could open. None where only
/// one hat is in play, or with listen=shared.
std::vector<Finding> check_sockets(const Plan& plan, const Accounts& accounts,
                                   const std::vector<PoolTenant>& pools, const std::vector<Peer>& all);

}  // namespace aahat
