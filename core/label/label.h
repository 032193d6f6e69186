// A label as the kernel prints it.
#pragma once

#include <set>
#include <string>

namespace aahat {

/// A label split at its mode: "P//shop (enforce)" has name "P//shop" and mode "enforce"; "unconfined" has no
/// mode.
struct Label {
  std::string name;
  std::string mode;
};

/// The profiles that `label` is made of: several where it is a stack, as in "P//&P//shop".
std::set<std::string> members_of(const Label& label);

/// Splits what /proc/PID/attr/current or lsm_get_self_attr(2) gave (aa_splitcon(3)).
Label split_label(std::string text);

}  // namespace aahat
