#include "delivery/deliver.h"

#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>

#include "delivery/directory.h"
#include "delivery/mount_info.h"
#include "delivery/namespace.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr const char* run_path = "/run";
constexpr const char* folder = "aa-hat";
constexpr const char* folder_path = "/run/aa-hat";

/// A mount on a shared mount appears in all its peers, which can be on the host and in other containers.
void refuse_shared(const MountInfo& holder) {
  if (!holder.shared) return;
  throw Refusal(
      {"deliver to", folder_path,
       "what is mounted there would appear outside the container, since the mount "
       "that holds it is shared",
       "use a private or slave propagation (linux.rootfsPropagation, or the options of the mount at /run)"});
}

void attach(const Fd& mount, const Fd& target) {
  if (move_mount(mount.get(), "", target.get(), "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0)
    return;
  throw Refusal({"mount on", folder_path, errno_text(errno), ""});
}

/// Somebody who shares /run (a volume) may have moved the directory away while we held it: then our mount
/// went with it.
void expect_at_its_place(const Fd& root, const Fd& mount) {
  const Fd run = open_or_make(root, "run", run_path);
  const Fd there = open_or_make(run, folder, folder_path);
  if (mount_place(there.get()).id == mount_place(mount.get()).id) return;
  throw Refusal({"deliver to", folder_path, "the directory was replaced meanwhile", ""});
}

/// The container's config.json and the image cannot make a mount that passes: the first is refused when it
/// names this place, and the source and the read-only super block are what only packed() gives.
void expect_ours(const MountInfo& info, const Fd& found, const Parcel& parcel) {
  if (info.fs_type != "tmpfs" || info.source != "aa-hat" || !info.read_only) {
    throw Refusal({"deliver to", folder_path, "something else is mounted there", "remove that mount"});
  }
  expect_contents(found, parcel);
}

}  // namespace

void deliver(const Parcel& parcel, pid_t pid, const std::string& root) {
  umask(0);  // the runtimes differ in what they leave, and every mode here is meant as written
  NamespaceVisit visit(pid);
  const Fd top = open_root(root);
  const Fd run = open_or_make(top, "run", run_path);
  const Fd target = open_or_make(run, folder, folder_path);
  const MountPlace place = mount_place(target.get());
  const MountInfo info = mount_info(visit.proc(), place.id);
  if (place.is_root) {
    expect_ours(info, target, parcel);
  } else {
    refuse_shared(info);
    const Fd mount = packed(parcel);
    attach(mount, target);
    expect_at_its_place(top, mount);
  }
  visit.leave();
}

}  // namespace aahat
