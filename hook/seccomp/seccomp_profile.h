// A seccomp profile, read and valid: runtime-spec config-linux.md, "Seccomp".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace aahat {

/// libseccomp's comparisons (seccomp_rule_add(3)), as SCMP_CMP_* names them.
enum class SeccompCompare { ne, lt, le, eq, ge, gt, masked_eq };

/// A condition on one argument of a call.
struct SeccompArgument {
  unsigned index;  // 0 to 5
  SeccompCompare compare;
  std::uint64_t value;      // of masked_eq the mask
  std::uint64_t value_two;  // of masked_eq what is compared
};

/// An action is what a filter returns for it: SECCOMP_RET_* of linux/seccomp.h, with errno in its lower half.
using SeccompAction = std::uint32_t;

struct SeccompRule {
  std::vector<std::string> names;
  SeccompAction action;
  std::vector<SeccompArgument> arguments;
};

struct SeccompProfile {
  SeccompAction default_action = 0;
  std::vector<std::string> architectures;  // SCMP_ARCH_*; this machine's own is always there
  unsigned flags = 0;                      // SECCOMP_FILTER_FLAG_* of linux/seccomp.h
  std::vector<SeccompRule> rules;
};

}  // namespace aahat
