// What the switches of one hat come to: its own word, or else that of all.
#pragma once

#include <optional>

#include "rules/rules.h"

namespace aahat {

bool no_new_privs_of(const Rules& rules, const HatName& hat);

/// The seccomp profile of `hat`, or nothing.
std::optional<SeccompName> seccomp_of(const Rules& rules, const HatName& hat);

/// Throws Refusal where a hat would have a seccomp profile and no no_new_privs: the kernel lets nobody load a
/// filter then (seccomp(2), SECCOMP_SET_MODE_FILTER), who is not CAP_SYS_ADMIN in the container.
void expect_loadable_filters(const Rules& rules);

}  // namespace aahat
