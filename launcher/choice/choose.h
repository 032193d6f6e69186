// Which hat, now that the kernel can be asked which ones exist.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "attr/attr.h"
#include "choice/choice.h"
#include "plan/plan.h"

namespace aahat {

/// Throws Refusal where the host's administrator does not allow `hat` in this container: a name that the
/// image gave to a user or a group must not lead further than an annotation may.
void require_allowed(const Plan& plan, const HatName& hat);

// Both ask what exists from where this process is: require_profile() comes first.

/// The hat of pool `subject.pool` (whose user and primary group stand in `subject` for the words of
/// pool-order). Throws Refusal where neither a rule nor pool-order gives one: a pool is never left without.
Candidate choose_for_pool(Attr& attr, const Plan& plan, const Subject& subject);

/// The hat of user `subject.user`, or nothing where no hat exists and session=optional lets the user run in
/// the profile itself. A rule whose hat does not exist is refused, session=optional or not.
std::optional<Candidate> choose_for_user(Attr& attr, const Plan& plan, const Subject& subject);

/// The hat `role`, which `user` asks for. Throws Refusal unless it is one of the user's roles and exists.
/// What `role` holds is the user's: it is compared, and nothing else.
HatName choose_role(Attr& attr, const Plan& plan, std::string_view user, std::string_view role);

}  // namespace aahat
