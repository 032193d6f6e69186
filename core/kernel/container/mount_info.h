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

/// The mount that `fd` lies on: statx(2)'s STATX_MNT_ID, the first field of mountinfo. Throws Refusal.
std::uint64_t mount_id(int fd);

/// What the calling process's mount table says of the mount that `fd` lies on; `proc` is a procfs. Throws
/// Refusal where the table does not have it.
MountInfo mount_info(int proc, int fd);

}  // namespace aahat
