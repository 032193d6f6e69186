// The words of OCI's linux.seccomp, and the names of architectures and system calls → numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "seccomp/seccomp_profile.h"

namespace aahat {

/// SCMP_ACT_* as SECCOMP_RET_*, without an errno. Nothing for SCMP_ACT_NOTIFY.
std::optional<SeccompAction> seccomp_action(std::string_view word);

/// Whether an action of this kind has an errno in its lower half.
bool carries_errno(SeccompAction kind);

/// SCMP_CMP_*.
std::optional<SeccompCompare> seccomp_compare(std::string_view word);

/// SECCOMP_FILTER_FLAG_* as the bit that the launcher gives to seccomp(2). TSYNC is no bit, since the
/// launcher has one thread only. Nothing for the flags that concern a listener.
std::optional<unsigned> seccomp_flag(std::string_view word);

/// An architecture as libseccomp counts them: AUDIT_ARCH_* of linux/audit.h, but x32 has a number of its own.
using SeccompArch = std::uint32_t;

/// The architecture that a profile calls `name` ("SCMP_ARCH_X86_64"), or nothing.
std::optional<SeccompArch> seccomp_arch(const std::string& name);

/// The number by which libseccomp knows the call `name`: negative where this machine's architecture has no
/// such call, nothing where no architecture has.
std::optional<int> known_syscall(const std::string& name);

/// The same on another architecture.
std::optional<int> known_syscall_on(SeccompArch arch, const std::string& name);

/// The number of a call that is newer than Debian 12's libseccomp: Linux 6.8 to 6.15, lsm_set_self_attr(2)
/// among them. Nothing for any other `name`. (Since Linux 5.1 a new call has one number on all
/// architectures, but for an offset, which x32 and MIPS have.)
std::optional<int> newer_syscall_on(SeccompArch arch, const std::string& name);

}  // namespace aahat
