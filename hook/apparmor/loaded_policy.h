// Proving on the host that a profile and its hats are there and enforced.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "apparmor/loaded_labels.h"
#include "label/label.h"

namespace aahat {

/// How the kernel is asked; unit tests have their own.
struct PolicyQuestions {
  /// Feeds the whole list of loaded profiles. Throws Refusal.
  std::function<void(LoadedLabels&)> read_list;
  /// Waits some milliseconds; returns the milliseconds on a clock that never jumps.
  std::function<std::uint64_t()> pause;
};

/// Throws Refusal unless AppArmor is enabled (/sys/module/apparmor/parameters/enabled says Y) on the running
/// kernel.
void expect_apparmor();

/// The name of the profile that this process runs under, where that is in unconfined mode, as Debian 13's for
/// engines are; else empty. A hook has its runtime's label.
std::string own_unconfined_profile();

/// Waits 10 ms; returns CLOCK_MONOTONIC in ms.
std::uint64_t pause_a_little();

/// Feeds /sys/kernel/security/apparmor/profiles to `labels`. Throws Refusal where it cannot be read or is not
/// securityfs' (in a container, anybody can put a file there).
void read_loaded(LoadedLabels& labels);

/// The hats and child profiles that are loaded below `profile`. Throws Refusal, with a finding for each,
/// unless `profile` and all of `hats` are loaded and in enforce mode. While policy is being reloaded, the
/// list can lack labels that are loaded: it is given out in pieces, and reloaded profiles move within it. So
/// what is missing is looked for again for a second, and it is enough to have seen it once. The kernel cannot
/// be asked instead: its answer to `permprofile` fails in the same moments, and `permhat` needs to be asked
/// from within the profile.
LoadedHats expect_enforced(const ProfileName& profile, const std::set<HatName>& hats,
                           const PolicyQuestions& questions);

}  // namespace aahat
