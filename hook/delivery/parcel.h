// What is delivered: a file system of its own, filled and closed before anybody can see it.
#pragma once

#include <string_view>

#include "file/file.h"

namespace aahat {

struct Parcel {
  int launcher = -1;      // the host's launcher, open for reading; its offset is not used
  std::string_view plan;  // what write_plan gave
};

/// A detached mount of a new tmpfs (fsopen(2), fsmount(2)) that holds the copy of the launcher `aa-exec-hat`
/// (0555), the hard link `aa-hat-shell` to it, and `plan` (0444), all root's. It is nosuid, nodev and
/// read-only, and so is its super block. A copy, not a bind of the host's file: who has CAP_SYS_ADMIN in a
/// container could make a bind writable, and the host's launcher is everybody's. Nothing is left of it when
/// its descriptor is closed before it is moved somewhere. Throws Refusal.
Fd packed(const Parcel& parcel);

/// Refuses, saying what differs, unless `directory` holds what packed(parcel) would put there: for a mount
/// that an earlier stage of ours made. Does not look at the mount itself.
void expect_contents(const Fd& directory, const Parcel& parcel);

}  // namespace aahat
