// Instructions that stand before libseccomp's own: for calls that it does not know.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "seccomp/seccomp_profile.h"
#include "seccomp/seccomp_words.h"

namespace aahat {

/// What is decided before libseccomp's program, on one architecture.
struct Ahead {
  std::map<std::uint32_t, SeccompAction> rules;  // by the call's number, whatever its arguments
  std::optional<std::uint32_t> last;             // calls with greater numbers get ENOSYS
};

/// The instructions, which for all else fall through to what follows them. Empty where nothing is decided
/// ahead.
std::vector<sock_filter> prelude(const std::map<SeccompArch, Ahead>& ahead_on);

}  // namespace aahat
