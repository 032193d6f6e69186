// Entering a hat and proving what it is, over the narrow interface of attr.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "attr.h"
#include "hat_name.h"
#include "words.h"

namespace aahat {

/// How long entry is tried again while a reload of the policy hides a hat that exists.
inline constexpr std::uint64_t longest_reload_ms = 3000;

/// Throws Refusal unless this process runs in `profile` itself, in enforce mode: only from there may a tenant
/// start.
void require_profile(Attr& attr, std::string_view profile);

/// Throws Refusal where no_new_privs is set already: the kernel then lets nobody into a hat, and set it would
/// prove nothing of what we do after. Asked first: under it the label itself may be a stack (an engine that
/// is confined, as on Debian 13, cannot leave its own label behind), and would be blamed instead.
void require_clear_no_new_privs(Attr& attr);

/// Whether the label of `hat` is loaded. To be asked in `profile` itself, no_new_privs clear. It asks
/// permhat, which a reload of the policy does not mislead (for milliseconds, permprofile and change_profile
/// find no hat then), and only where that knows none permprofile: for hats that were loaded on their own.
bool hat_exists(Attr& attr, std::string_view profile, const HatName& hat);

/// Moves this process into `hat`: change_profile first; only on EACCES (`profile` has no rule for it)
/// change_hat. Where a reload of the policy hides a hat that exists, tries again for up to a second. Throws
/// Refusal with the real cause of every other errno, and the line of policy that is missing.
void enter(Attr& attr, std::string_view profile, const HatName& hat);

/// Throws Refusal unless the label is now that of `hat`, in enforce mode.
void require_hat(Attr& attr, std::string_view profile, const HatName& hat);

/// What is known of no_new_privs, and from when.
enum class NoNewPrivs { never_set, set_after_entry };

/// Throws Refusal unless code in `hat` (where this process now is) cannot leave it through AppArmor's own
/// interfaces: no_new_privs was clear before entry and is set now; or else the kernel says both that `hat` is
/// a child profile, by answering ECHILD to permhat of its own name (never another name: an absent sibling
/// answers the same), and that its policy has no change_profile rule back to `profile`, over to any of
/// `others` (labels; its own may be among them), or to `unconfined`, from where every label is open. Not
/// seen: rules that an exec of a certain program conditions (`change_profile /bin/x -> …`), which are the
/// policy's own word, as px and ux are.
void prove_seal(Attr& attr, std::string_view profile, const HatName& hat, NoNewPrivs no_new_privs,
                const std::vector<std::string>& others);

}  // namespace aahat
