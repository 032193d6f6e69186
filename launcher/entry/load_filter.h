// A compiled seccomp filter → the kernel.
#pragma once

#include <string_view>

namespace aahat {

/// Loads `code` (struct sock_filter, one after the other) as one more filter of this process, with `flags`
/// (SECCOMP_FILTER_FLAG_*): seccomp(2), SECCOMP_SET_MODE_FILTER. The filters that are there stay in force; of
/// all their answers the strictest counts. The kernel checks the program itself (bpf_check_classic,
/// seccomp_check_filter); throws Refusal where it does not take it.
void load_filter(std::string_view code, unsigned flags);

}  // namespace aahat
