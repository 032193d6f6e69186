// A label as the kernel prints it.
#pragma once

#include <string>

namespace aahat {

/// A label split at its mode: "P//shop (enforce)" has name "P//shop" and mode "enforce"; "unconfined" has no
/// mode.
struct Label {
  std::string name;
  std::string mode;
};

/// Splits what /proc/PID/attr/current or lsm_get_self_attr(2) gave (aa_splitcon(3)).
Label split_label(std::string text);

}  // namespace aahat
