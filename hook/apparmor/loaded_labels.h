// The kernel's list of loaded profiles, read once from front to back.
#pragma once

#include <map>
#include <string>
#include <string_view>

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

}  // namespace aahat
