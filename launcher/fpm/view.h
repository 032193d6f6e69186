// A pool for `show`.
#pragma once

#include "fpm/accounts.h"
#include "fpm/dump.h"
#include "fpm/fpm.h"

namespace aahat {

/// `pool` as php-fpm understood it, and what place_pool makes of it.
PoolView view_pool(const Chooser& choose, const Plan& plan, const Accounts& accounts, const Pool& pool);

}  // namespace aahat
