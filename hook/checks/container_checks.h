// Whether a container, as its config.json has it, can be one with hats at all.
#pragma once

#include <string>
#include <string_view>

#include "label/label.h"
#include "oci/container.h"
#include "rules/rules.h"

namespace aahat {

/// The name in `profile` (process.apparmorProfile). Throws Refusal where it has a fault.
ProfileName expect_profile(std::string_view profile);

/// Whether a glob for `profile` can tell which label the kernel will make of it: the kernel takes blanks off
/// both ends (apparmor_setprocattr in security/apparmor/lsm.c), and so " P" is P; a stack (`P//&unconfined`)
/// and a label in another namespace can be P in all but name.
bool is_plain_label(std::string_view profile);

/// Throws Refusal, with a finding for each, where the runtime sets no_new_privs (which nothing can clear) and
/// `rules` want it off for hats.
void expect_new_privileges(bool no_new_privileges, const Rules& rules);

/// Throws Refusal where config.json mounts something at or below /run/aa-hat; mounts above it (/run) are
/// fine.
/// `//`, `.`, `..` and the usual link /var/run are resolved. Links that only this image has are not: the
/// delivery looks at the real mount.
void expect_free_place(const std::vector<std::string>& mounts);

/// Throws Refusal, with a finding for each, where the runtime's own seccomp profile lets a process in user
/// space answer calls that the launcher's proofs rest on: it could say that a hat is entered and sealed when
/// it is not.
void expect_kernels_answers(const NotifiedCalls& notified);

/// Throws Refusal unless the process is root of the initial user namespace. A rootless engine's hook could
/// neither read the loaded policy nor be trusted by the host.
void expect_rootful();

}  // namespace aahat
