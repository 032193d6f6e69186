// The words of OCI's linux.seccomp.
#pragma once

#include <optional>
#include <string_view>

#include "seccomp/seccomp_profile.h"

namespace aahat {

/// SCMP_ACT_* as SECCOMP_RET_*, without an errno. SCMP_ACT_NOTIFY is none of them.
std::optional<SeccompAction> seccomp_action(std::string_view word);

/// Whether an action of this kind has an errno in its lower half.
bool carries_errno(SeccompAction kind);

/// SCMP_CMP_*.
std::optional<SeccompCompare> seccomp_compare(std::string_view word);

/// SECCOMP_FILTER_FLAG_* as the bit that the launcher gives to seccomp(2). TSYNC is none, since the launcher
/// has but one thread. What is for a listener is not known.
std::optional<unsigned> seccomp_flag(std::string_view word);

}  // namespace aahat
