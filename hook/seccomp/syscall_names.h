// Names of system calls → numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace aahat {

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
/// among them. Nothing where `name` is none of them. (Since Linux 5.1 a new call has one number on all
/// architectures, but for an offset, which x32 and MIPS have.)
std::optional<int> newer_syscall_on(SeccompArch arch, const std::string& name);

}  // namespace aahat
