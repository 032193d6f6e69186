// Mounting the launcher and its plan in a container that the runtime has built, but not yet started.
#pragma once

#include <sys/types.h>

#include <string>

#include "delivery/run_mount.h"

namespace aahat {

/// Mounts `files` at /run/aa-hat of the container whose first process is `pid` (host's pid namespace), and
/// whose root is at the host's path `root` in that process's mount namespace, as it is at the OCI stages
/// prestart and createRuntime (runtime-spec config.md, "POSIX-platform Hooks": after the namespaces and
/// mounts are made, before pivot_root). Sets umask to 0. Where /run/aa-hat already is our mount with the same
/// contents (both stages are configured) it does nothing. Throws Refusal for anything else; then nothing is
/// left in the container, save empty directories.
void deliver(const RunFiles& files, pid_t pid, const std::string& root);

}  // namespace aahat
