// Entering a hat.
#pragma once

#include "entry/start.h"

namespace aahat {

/// The remedy where `profile` has no rule for this way into its hats.
std::string missing_rule(const ProfileName& profile, Entry entry = Entry::change);

/// Moves this process into `hat`: change_profile first; only on EACCES (the profile has no rule for it)
/// change_hat. Or stacks it. All that by while_hidden(). Throws Refusal with the real cause of every other
/// errno, and the line of policy that is missing.
void enter(Attr& attr, const Start& start, const HatName& hat);

/// Throws Refusal unless the label is now that of `hat`, in enforce mode: alone, or in a stack with the
/// profile.
void require_hat(Attr& attr, const Start& start, const HatName& hat);

}  // namespace aahat
