// Trying out, before php-fpm starts, what its workers will do.
#pragma once

#include <string_view>
#include <vector>

#include "errors/refusal.h"
#include "fpm/tenants.h"
#include "plan/plan.h"

namespace aahat {

/// Goes into the hat of each pool the way a worker of php-fpm does, in a child process: first the pool's
/// groups and user, then, as a process that is no longer dumpable, reading its own label and change_profile,
/// and no other way in. Checks label and mode, and unless seal=off proves the seal, without no_new_privs:
/// php-fpm could not set it. One child for each hat, with the identity of one of its pools, and one that
/// takes all their identities. Returns what they refuse.
///
/// php-fpm itself would start a worker that cannot enter again and again, without end.
std::vector<Finding> prove_pools(const Plan& plan, const std::vector<PoolTenant>& pools);

}  // namespace aahat
