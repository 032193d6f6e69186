// Which profiles the host's kernel has loaded, and whether a profile and its hats are among them and
// enforced.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "label/label.h"

namespace aahat {

/// The mode of each hat and child profile that is loaded, by its name: what follows `P//` in its label, which
/// can be something that HatName does not take (a child profile's own child: `a//b`).
using LoadedHats = std::map<std::string, std::string, std::less<>>;

/// One profile and all that is loaded below it, taken from the text of securityfs' `apparmor/profiles`: a
/// line "LABEL (MODE)" for each (seq_show_profile in the kernel's apparmorfs.c). A label may hold blanks and
/// brackets, so that a line is split at its last " (".
class LoadedLabels {
 public:
  /// Keeps what belongs to `profile` and nothing else: a host has thousands of lines.
  explicit LoadedLabels(std::string_view profile) : profile_(profile) {}

  /// Takes the next piece of the text; lines may be cut anywhere. The list can be fed again: the latest mode
  /// counts, and a label that is missing from the second is still known from the first.
  void feed(std::string_view piece);

  /// The profile's own mode; empty where the list did not have it.
  const std::string& profile_mode() const { return profile_mode_; }

  const LoadedHats& hats() const { return hats_; }

 private:
  void take_line(std::string_view line);

  std::string profile_;
  std::string profile_mode_;
  LoadedHats hats_;
  std::string rest_;  // the start of a line whose end has not come yet
};

/// How the list is read; unit tests have their own.
struct PolicyReader {
  /// Feeds the whole list of loaded profiles. Throws Refusal.
  std::function<void(LoadedLabels&)> read_list;
  /// Waits some milliseconds; returns the milliseconds on a clock that never jumps.
  std::function<std::uint64_t()> pause;
};

/// Throws Refusal unless AppArmor is enabled (/sys/module/apparmor/parameters/enabled says Y) on the running
/// kernel.
void expect_apparmor();

/// The name of the profile that this process runs under, if that is in unconfined mode, as Debian 13's
/// profiles for engines are; otherwise empty. A hook has its runtime's label.
std::string own_unconfined_profile();

/// Waits 10 ms; returns CLOCK_MONOTONIC in ms.
std::uint64_t pause_a_little();

/// Feeds /sys/kernel/security/apparmor/profiles to `labels`. Throws Refusal where it cannot be read or is not
/// securityfs' (in a container, anybody could put a file there).
void read_loaded(LoadedLabels& labels);

/// The hats and child profiles that are loaded below `profile`. Throws Refusal, with a finding for each,
/// unless `profile` and all of `hats` are loaded and in enforce mode. While policy is being reloaded, the
/// list can lack labels that are loaded: it is given out in pieces, and reloaded profiles move within it. So
/// the list is read again for up to a second if a label is missing, and it is enough to have seen each label
/// once. The kernel cannot be asked instead: its answer to `permprofile` fails in the same moments, and
/// `permhat` needs to be asked from within the profile.
LoadedHats expect_enforced(const ProfileName& profile, const std::set<HatName>& hats,
                           const PolicyReader& reader);

}  // namespace aahat
