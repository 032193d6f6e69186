// From the container's profile into the hat that was decided on: what commands and logins have in common.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "accounts/accounts.h"
#include "attr/attr.h"
#include "entry/confine.h"
#include "plan/plan.h"
#include "rules/hat_name.h"

namespace aahat {

/// Whom a command or a login runs as and in which hat: all decisions, taken before anything changes.
struct Decision {
  std::optional<HatName> hat;        // none: session=optional
  std::optional<Identity> identity;  // none: the caller's stays
};

/// The hat of `user`: `role`, where one is asked for; else what rule, order and session give. Throws Refusal
/// as choose_role() and choose_for_user() do.
std::optional<HatName> hat_of(Attr& attr, const Plan& plan, const User& user,
                              const std::optional<std::string>& role);

/// The user called `name`, with `identity_of` to become it. Throws Refusal where the container has none.
User user_named(const std::string& name);

/// Who calls, by its real uid: the first of passwd's users that have it, as getpwuid(3) has it. The
/// environment says nothing about who somebody is. Nothing where passwd has no such uid.
std::optional<User> calling_user();

/// The same; throws Refusal where passwd has no such uid.
User known_calling_user();

Identity identity_of(const User& user);

/// Confines this process to what `decide` decides, asked in the profile itself, or throws Refusal; after that
/// the process must not exec. Warns where there is no hat.
void become(const Plan& plan, const std::function<Decision(Attr&)>& decide);

}  // namespace aahat
