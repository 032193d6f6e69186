// What both writers of programs here need.
#pragma once

#include <linux/filter.h>

#include <cstddef>
#include <cstdint>

namespace aahat {

/// The kernel tells x32's calls from x86_64's by this bit of the number alone (__X32_SYSCALL_BIT in
/// asm/unistd.h).
constexpr std::uint32_t x32_bit = 1U << 30U;

/// Loads the field of seccomp_data (linux/seccomp.h) that begins at `offset`, in bytes.
inline sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(offset));
}

/// Ends with `answer`, one of SECCOMP_RET_* with its data.
inline sock_filter give(std::uint32_t answer) { return BPF_STMT(BPF_RET | BPF_K, answer); }

}  // namespace aahat
