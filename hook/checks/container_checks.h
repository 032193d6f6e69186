// What must be true of a container with hats, whatever the host allows.
#pragma once

#include <string>
#include <string_view>

#include "label/label.h"
#include "oci/container.h"
#include "rules/rules.h"

namespace aahat {

/// The name in `profile` (process.apparmorProfile). Throws Refusal where it has a fault.
ProfileName expect_profile(std::string_view profile);

/// Whether `profile` is the very label that the kernel will use, so that a glob can be compared with it. The
/// kernel removes blanks at both ends (apparmor_setprocattr in security/apparmor/lsm.c): " P" is P. A stack
/// (`P//&unconfined`) or a label in another namespace can confine like P under another name.
bool is_plain_label(std::string_view profile);

/// Throws Refusal, with a finding for each, where the runtime sets no_new_privs, which nothing can clear, and
/// `rules` switch it off for hats.
void expect_new_privileges(bool no_new_privileges, const Rules& rules);

/// Throws Refusal where config.json mounts something at or below /run/aa-hat; mounts above it (/run) are
/// fine. `//`, `.`, `..` and the usual link /var/run are resolved. Links that only this image has are not:
/// the delivery looks at the real mount.
void expect_free_place(const std::vector<std::string>& mounts);

/// Throws Refusal, with a finding for each, where the runtime's own seccomp profile lets a process in user
/// space answer calls other than the few that agents are commonly for and the launcher never makes: that
/// process could claim that a hat is entered and sealed when it is not.
void expect_no_seccomp_agent(const NotifiedCalls& notified);

/// Throws Refusal, with a finding for each, where there are `annotations` (ContainerConfig::raw_filters) by
/// which crun's filter is another one than linux.seccomp's, which expect_no_seccomp_agent looks at.
void expect_no_raw_filters(const std::vector<std::string>& annotations);

/// Throws Refusal unless the process is root of the initial user namespace. A rootless engine's hook could
/// neither read the loaded policy nor be trusted by the host.
void expect_rootful();

}  // namespace aahat
