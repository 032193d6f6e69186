// The attr commands as text, and the system calls that take them without a file: lsm_get_self_attr(2) and
// lsm_set_self_attr(2), Linux 6.8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "attr/attr.h"

namespace aahat {

/// "VERB TOKEN^HAT", as aa_change_hat(2) of libapparmor writes it: the token as 16 hexadecimal digits.
std::string hat_command(const char* verb, std::uint64_t token, const HatName& hat);

/// This process' label as the kernel tells it, or nothing, with errno set: ENOSYS before Linux 6.8 or where a
/// seccomp filter hides the call. A filter cannot forge it: it can choose an errno value, and this succeeds
/// by returning 1.
std::optional<std::string> own_label_from_kernel();

/// Whether lsm_set_self_attr(2) reaches the kernel.
bool can_ask_kernel();

/// Gives `question` (permhat, permprofile) to AppArmor. A filter that answers in the kernel's place is seen:
/// see lsm_attr.cc.
Answer ask_kernel(const std::string& question);

}  // namespace aahat
