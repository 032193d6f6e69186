// What is mounted at /run/aa-hat: a file system of its own, filled and made read-only before anybody can see
// it.
#pragma once

#include <string_view>

#include "file/file.h"

namespace aahat {

struct RunFiles {
  int launcher = -1;      // the host's launcher, open for reading; its offset is not used
  std::string_view plan;  // what write_plan gave
};

/// A detached mount of a new tmpfs (fsopen(2), fsmount(2)) that holds the copy of the launcher `aa-exec-hat`
/// (0555), the hard link `aa-hat-shell` to it, and `plan` (0444), all root's. It is nosuid, nodev and
/// read-only, and so is its super block. The launcher is a copy and not a bind mount of the host's file: a
/// process with CAP_SYS_ADMIN in a container could make that writable, and all containers share the host's
/// launcher. Nothing is left of the mount when its descriptor is closed before it is attached.
/// Throws Refusal.
Fd make_run_mount(const RunFiles& files);

/// Refuses, saying what differs, unless `directory` holds what make_run_mount(files) would put there: for a
/// mount that an earlier stage of ours made. Does not look at the mount itself.
void expect_contents(const Fd& directory, const RunFiles& files);

}  // namespace aahat
