#include "deliver.h"

#include <sys/mount.h>
#include <sys/stat.h>

#include <cerrno>

#include "directory.h"
#include "mount_info.h"
#include "namespace.h"
#include "refusal.h"

namespace aahat {
namespace {

constexpr const char* run_path = "/run";
constexpr const char* folder = "aa-hat";
constexpr const char* folder_path = "/run/aa-hat";

/// A mount on a shared mount appears in all its peers, which can be on the host and in other containers.
void refuse_shared(const NamespaceVisit& visit, const Fd& target) {
  if (!mount_info(visit.proc(), target.get()).shared) return;
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
  if (mount_id(there.get()) == mount_id(mount.get())) return;
  throw Refusal({"deliver to", folder_path, "the directory was replaced meanwhile", ""});
}

/// The container's config.json and the image cannot make a mount that passes: the first is refused when it
/// names this place, and the source and the read-only super block are what only packed() gives.
void expect_ours(const NamespaceVisit& visit, const Fd& found, const Parcel& parcel) {
  const MountInfo info = mount_info(visit.proc(), found.get());
  if (info.fs_type != "tmpfs" || info.source != "aa-hat" || !info.read_only) {
    throw Refusal({"deliver to", folder_path, "something else is mounted there", "remove that mount"});
  }
  expect_contents(found, parcel);
}

}  // namespace

void deliver(const Parcel& parcel, pid_t pid, const std::string& root) {
  umask(0);  // the runtimes differ in what they leave, and every mode here is meant as written
  const NamespaceVisit visit(pid);
  const Fd top = open_root(root);
  const Fd run = open_or_make(top, "run", run_path);
  const Fd target = open_or_make(run, folder, folder_path);
  if (is_mount_point(run, folder)) return expect_ours(visit, target, parcel);
  refuse_shared(visit, target);
  const Fd mount = packed(parcel);
  attach(mount, target);
  expect_at_its_place(top, mount);
}

}  // namespace aahat
