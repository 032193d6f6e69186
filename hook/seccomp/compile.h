// Seccomp profile → the program that the kernel gets.
#pragma once

#include <string>
#include <vector>

#include "seccomp/seccomp_profile.h"

namespace aahat {

struct CompiledSeccomp {
  std::string code;  // struct sock_filter of linux/filter.h, one after the other
  // Names in the profile that no system call has; its rules for them have no effect.
  std::vector<std::string> unknown;
};

/// Compiles `profile` with libseccomp, to the same decisions as runc (libcontainer/seccomp):
///
/// - A call of an architecture that is not in the profile, x32 too, kills its thread, so that another ABI
///   is no way around the filter. Without a list there is only this machine's own.
/// - Names that are not known are passed over.
/// - Of two conditions on the same argument, each is a rule of its own.
/// - Where the default action denies, a call that is newer than every one in the profile gets ENOSYS, on the
///   architectures that the profile lists, so that the C library falls back to an older call.
///
/// It knows some names more than the libseccomp it is linked with (seccomp_words.h); runc with an older
/// libseccomp passes over those.
///
/// Throws Refusal "cannot compile the seccomp profile SUBJECT" for what libseccomp refuses, and for a program
/// that is longer than the kernel takes (BPF_MAXINSNS).
CompiledSeccomp compile_seccomp(const SeccompProfile& profile, const std::string& subject);

}  // namespace aahat
