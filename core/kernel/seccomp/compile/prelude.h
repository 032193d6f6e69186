// Instructions that stand before libseccomp's own: for calls that it does not know.
#pragma once

#include <linux/filter.h>

#include <optional>
#include <vector>

#include "seccomp_profile.h"
#include "syscall_names.h"

namespace aahat {

/// What is decided ahead on one architecture.
struct Ahead {
  struct Rule {
    std::uint32_t number;
    SeccompAction action;
  };
  SeccompArch arch;
  std::vector<Rule> rules;            // for calls of this number, whatever their arguments
  std::optional<std::uint32_t> last;  // calls with greater numbers get ENOSYS
};

/// The instructions, which for all else fall through to what follows them. Empty where nothing is decided
/// ahead.
std::vector<sock_filter> prelude(const std::vector<Ahead>& archs);

}  // namespace aahat
