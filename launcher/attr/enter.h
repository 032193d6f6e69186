// Entering a hat and proving what it is, over the narrow interface of attr.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "attr/attr.h"
#include "label/label.h"

namespace aahat {

/// How a hat is entered: instead of the profile; or, where no_new_privs is set already and the kernel forbids
/// that, on top of it: the label becomes the stack `P//&P//hat`, whose rights are what both of them allow.
enum class Entry { change, stack };
Entry entry_for(Attr& attr);

/// Throws Refusal unless this process runs in `profile` itself, in enforce mode: only from there may a tenant
/// start. `engine`: a profile in unconfined mode, as the host has told, that may stand beside it in a stack.
/// (An engine that is confined, as on Debian 13, cannot leave its own label behind under no_new_privs.)
void require_profile(Attr& attr, const ProfileName& profile, std::string_view engine = {});

/// Whether an engine's profile stands beside ours, after require_profile(): then the kernel tells no mode of
/// a hat.
bool is_beside_engine(Attr& attr);

/// Whether the label of `hat` is loaded. To be asked in `profile` itself. It asks
/// permhat, which a reload of the policy does not mislead (for milliseconds, permprofile and change_profile
/// find no hat then), and only where that knows none permprofile: for hats that were loaded on their own, and
/// for ordinary ones beside an engine's profile, which has none of that name.
bool hat_exists(Attr& attr, const ProfileName& profile, const HatName& hat);

/// Calls `attempt`, which returns 0 or an errno value, and calls it again for up to three seconds while a
/// reload of the policy hides a hat that exists: it returns ENOENT then. Returns its last word.
int while_hidden(Attr& attr, const ProfileName& profile, const HatName& hat,
                 const std::function<int()>& attempt);

/// The remedy where `profile` has no rule for this way into its hats.
std::string missing_rule(const ProfileName& profile, Entry entry = Entry::change);

/// Moves this process into `hat`: change_profile first; only on EACCES (`profile` has no rule for it)
/// change_hat. Or stacks it. All that by while_hidden(). Throws Refusal with the real cause of every other
/// errno, and the line of policy that is missing.
void enter(Attr& attr, const ProfileName& profile, const HatName& hat, Entry entry = Entry::change);

/// Throws Refusal unless the label is now that of `hat`, in enforce mode: alone, or in a stack with
/// `profile`. A stack's members have no order. `engine`: as in require_profile().
void require_hat(Attr& attr, const ProfileName& profile, const HatName& hat, Entry entry = Entry::change,
                 std::string_view engine = {});

}  // namespace aahat
