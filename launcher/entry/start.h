// Where this process starts from: asked once, before anything is decided.
#pragma once

#include <functional>
#include <string>

#include "attr/attr.h"
#include "plan/plan.h"

namespace aahat {

/// How a hat is entered: instead of the profile; or, where no_new_privs is set already and the kernel forbids
/// that, on top of it: the label becomes the stack `P//&P//hat`, whose rights are what both of them allow.
enum class Entry { change, stack };

/// A process in its container's profile, from where alone a tenant may start.
struct Start {
  ProfileName profile;
  std::string engine;  // the container engine's own profile, in unconfined mode; empty: none
  Entry entry = Entry::change;
  bool beside_engine = false;  // the label is a stack of both: then the kernel tells no mode of a hat
};

/// Asks the kernel for our label and for no_new_privs. Throws Refusal unless this process runs in the plan's
/// profile itself, in enforce mode. The plan's engine may stand beside it in a stack. (An engine that is
/// confined, as on Debian 13, cannot leave its own label behind under no_new_privs.)
Start start_in_profile(Attr& attr, const Plan& plan);

/// Whether `label` is made of `wanted`, and at most of the start's engine besides. A stack's members have no
/// order.
bool is_made_of(const Label& label, const std::set<std::string>& wanted, const Start& start);

/// Whether `label` is in enforce mode, as far as the kernel tells beside the start's engine.
bool is_enforced(const Label& label, const Start& start);

/// "LABEL (MODE)", for messages.
std::string shown(const Label& label);

/// Whether the label of `hat` is loaded. To be asked in the profile itself. It asks permhat, which a reload
/// of the policy does not mislead (for milliseconds, permprofile and change_profile find no hat then), and
/// only where that knows none permprofile: for hats that were loaded on their own, and for ordinary ones
/// beside an engine's profile, which has none of that name. Throws Refusal where the kernel does not say.
bool hat_exists(Attr& attr, const ProfileName& profile, const HatName& hat);

/// Calls `attempt`, which returns 0 or an errno value, and calls it again for up to three seconds while a
/// reload of the policy hides a hat that exists: it returns ENOENT then. Returns what the last call returned.
int while_hidden(Attr& attr, const ProfileName& profile, const HatName& hat,
                 const std::function<int()>& attempt);

/// The remedy for a profile or hat in another mode.
inline constexpr const char* enforce_hint = "put it into enforce mode (aa-enforce, or remove its \"flags=\")";

/// The remedy where the kernel itself did not answer.
inline constexpr const char* ask_hint =
    "let the runtime's seccomp profile allow lsm_set_self_attr and pwrite64, or answer the first with ENOSYS";

}  // namespace aahat
