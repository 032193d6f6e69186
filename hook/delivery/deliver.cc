#include "delivery/deliver.h"

#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>

#include "delivery/directory.h"
#include "delivery/mounts.h"
#include "errors/refusal.h"
#include "plan/run_layout.h"

namespace aahat {
namespace {

using run_layout::folder;

/// A mount on a shared mount appears in all its peers, which can be on the host and in other containers.
void refuse_shared(const MountInfo& holder) {
  if (!holder.shared) return;
  throw Refusal(
      {"deliver to", folder,
       "what is mounted there would appear outside the container, since the mount "
       "that holds it is shared",
       "use a private or slave propagation (linux.rootfsPropagation, or the options of the mount at /run)"});
}

void attach(const Fd& mount, const Fd& target) {
  if (move_mount(mount.get(), "", target.get(), "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0)
    return;
  throw Refusal({"mount on", folder, errno_text(errno), ""});
}

/// Somebody who shares /run (a volume) may have moved the directory away while we held it: then our mount
/// went with it.
void expect_at_its_place(const Fd& root, const Fd& mount) {
  const Fd run = open_or_make(root, run_layout::parent_name, run_layout::parent);
  const Fd there = open_or_make(run, run_layout::folder_name, folder);
  if (mount_place(there.get()).id == mount_place(mount.get()).id) return;
  throw Refusal({"deliver to", folder, "the directory was replaced meanwhile", ""});
}

/// The container's config.json and the image cannot make a mount that passes: the first is refused when it
/// names this place, and the source and the read-only super block are what only make_run_mount() gives.
void expect_ours(const MountInfo& info, const Fd& found, const RunFiles& files) {
  if (info.fs_type != "tmpfs" || info.source != run_layout::mount_source || !info.read_only) {
    throw Refusal({"deliver to", folder, "something else is mounted there", "remove that mount"});
  }
  expect_contents(found, files);
}

}  // namespace

void deliver(const RunFiles& files, pid_t pid, const std::string& root) {
  umask(0);  // runtimes leave different values, and every mode here is meant as written
  NamespaceVisit visit(pid);
  const Fd top = open_root(root);
  const Fd run = open_or_make(top, run_layout::parent_name, run_layout::parent);
  const Fd target = open_or_make(run, run_layout::folder_name, folder);
  const MountPlace place = mount_place(target.get());
  const MountInfo info = mount_info(visit.proc(), place.id);
  if (place.is_root) {
    expect_ours(info, target, files);
  } else {
    refuse_shared(info);
    const Fd mount = make_run_mount(files);
    attach(mount, target);
    expect_at_its_place(top, mount);
  }
  visit.leave();
}

}  // namespace aahat
