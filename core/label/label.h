// AppArmor labels: the names that we make, and those that the kernel prints. All labels are made here.
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "rules/names.h"

namespace aahat {

/// The name of one ordinary profile in the host's own policy namespace. Judged once: after that a ProfileName
/// can be part of a label and of a line of the plan.
class ProfileName {
 public:
  /// Why `text` cannot be the profile of a container with hats, as a clause ("it is a stack of profiles");
  /// empty where it can. It must not be empty, `unconfined`, stacked (`A//&B`), a hat or child profile
  /// (`P//NAME`) or in another policy namespace (`:ns:P`); it has at most 1024 bytes, no control characters
  /// and no blank at either end (the kernel takes blanks off: apparmor_setprocattr in
  /// security/apparmor/lsm.c).
  static std::string_view fault(std::string_view text);

  /// The name, or nothing where it has a fault.
  static std::optional<ProfileName> from(std::string_view text);

  const std::string& text() const { return text_; }
  auto operator<=>(const ProfileName&) const = default;

 private:
  explicit ProfileName(std::string_view text) : text_(text) {}
  std::string text_;
};

/// `P//NAME`: the label of a hat or child profile. `name`: as the kernel lists it, which need not be
/// a HatName.
std::string label_of(const ProfileName& profile, const HatName& hat);
std::string label_of(const ProfileName& profile, std::string_view name);

/// `P//&LABEL`: the stack of the profile and another label.
std::string stack_of(const ProfileName& profile, std::string_view label);

/// A label as the kernel prints it, split at its mode: "P//shop (enforce)" has name "P//shop" and mode
/// "enforce"; "unconfined" has no mode.
struct Label {
  std::string name;
  std::string mode;
};

/// Splits what /proc/PID/attr/current or lsm_get_self_attr(2) gave (aa_splitcon(3)).
Label split_label(std::string text);

/// The profiles that `label` is made of: several where it is a stack, as in "P//&P//shop". A stack has no
/// order.
std::set<std::string> members_of(const Label& label);

}  // namespace aahat
