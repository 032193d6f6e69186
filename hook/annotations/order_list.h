// The lists of `io.aa-hat.order`, `io.aa-hat.pool-order` and `io.aa-hat.roles.NAME`. This room's own header.
#pragma once

#include <string_view>
#include <vector>

#include "rules/hat_name.h"
#include "rules/words.h"

namespace aahat {

/// The value of `order`, in the grammar of pam_apparmor(8)'s option of that name: `user`, `group`, `default`
/// in any case, with commas between, and optionally `order=` (any case) in front. We also take blanks for
/// commas, since podman 4.3 splits its --annotation at commas. Several separators count as one, as strtok(3)
/// has it there. Throws Refusal naming `key` for another word (`pool` too), a doubled one, or none.
Order parse_order(std::string_view key, std::string_view value);

/// The value of `pool-order`: the words `pool`, `user`, `group`, `default`, exactly so, with the same
/// separators and errors. It has no older form to be kind to.
Order parse_pool_order(std::string_view key, std::string_view value);

/// The value of `roles.NAME`: names of hats, with the same separators. Throws Refusal naming `key` for what
/// is none, a doubled one, or an empty list.
std::vector<HatName> parse_roles(std::string_view key, std::string_view value);

}  // namespace aahat
