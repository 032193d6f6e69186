// Proving on the host that a profile and its hats are there and enforced.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "hat_name.h"
#include "loaded_labels.h"

namespace aahat {

/// How the kernel is asked; unit tests have their own.
struct PolicyQuestions {
  /// Feeds the whole list of loaded profiles. Throws Refusal.
  std::function<void(LoadedLabels&)> read_list;
  /// `permprofile LABEL` (attr.h): ENOENT means that there is none.
  std::function<int(const std::string& label)> ask;
  /// Waits some milliseconds; returns the milliseconds on a clock that never jumps.
  std::function<std::uint64_t()> pause;
};

/// Throws Refusal unless AppArmor is enabled (/sys/module/apparmor/parameters/enabled says Y) on the running
/// kernel.
void expect_apparmor();

/// Feeds /sys/kernel/security/apparmor/profiles to `labels`. Throws Refusal where it cannot be read or is not
/// securityfs' (in a container, anybody can put a file there).
void read_loaded(LoadedLabels& labels);

/// Throws Refusal, with a finding for each, unless `profile` and all its `hats` are loaded and in enforce
/// mode. While a policy is reloaded a label can be missing from the list for some milliseconds; a label that
/// `ask` knows is looked for again, for up to a second.
void expect_enforced(std::string_view profile, const std::set<HatName>& hats,
                     const PolicyQuestions& questions);

}  // namespace aahat
