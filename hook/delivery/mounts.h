// A container's mount namespace, and what the kernel tells of the mounts in it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "file/file.h"

namespace aahat {

/// While it lives, the calling process is in the mount namespace of another one, until leave(), or until an
/// exception ends the visit, so that messages are logged by the host's /dev/log. The process must have one
/// thread (setns(2)). User namespace and credentials stay the host's.
class NamespaceVisit {
 public:
  /// `pid`: from the runtime's state, a process in our pid namespace. Throws Refusal where there is no such
  /// process, where /proc is not procfs (a tenant's file could stand for any namespace), and where the
  /// process has no mount namespace of its own: what is mounted there would be mounted on the host.
  explicit NamespaceVisit(pid_t pid);
  ~NamespaceVisit();
  NamespaceVisit(const NamespaceVisit&) = delete;
  NamespaceVisit& operator=(const NamespaceVisit&) = delete;

  /// Goes back. Throws Refusal where that fails.
  void leave();

  /// The host's procfs, an O_PATH descriptor; /proc of the container is not used.
  int proc() const { return proc_.get(); }

 private:
  Fd proc_;
  Fd home_;  // none: it has left
};

/// A line of /proc/PID/mountinfo (proc(5)), as far as it is needed here.
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
