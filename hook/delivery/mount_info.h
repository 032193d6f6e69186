// What the kernel says of one mount.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aahat {

/// A line of /proc/PID/mountinfo (proc(5)), as far as deliveries ask.
struct MountInfo {
  bool shared = false;     // an optional field `shared:N`: what is mounted on it appears in other namespaces
  std::string fs_type;     // tmpfs
  std::string source;      // what was given as source; octal escapes are kept
  bool read_only = false;  // the super block's own options say `ro`, whatever the mount's flags are
};

/// The line of mount `id` in `text` (mountinfo's contents), or nothing where there is none or it is
/// malformed.
std::optional<MountInfo> find_mount(std::string_view text, std::uint64_t id);

/// Where a descriptor is among the mounts (statx(2)).
struct MountPlace {
  std::uint64_t id;  // of the mount that it lies on: the first field of mountinfo (STATX_MNT_ID)
  bool is_root;      // it is what is mounted, not something within (STATX_ATTR_MOUNT_ROOT)
};

/// The place of `fd`. Throws Refusal.
MountPlace mount_place(int fd);

/// What the calling process's mount table says of mount `id`; `proc` is a procfs. Throws Refusal where the
/// table does not have it.
MountInfo mount_info(int proc, std::uint64_t id);

}  // namespace aahat
