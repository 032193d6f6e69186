#include "entry/mounted_plan.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include <cerrno>

#include "errors/refusal.h"
#include "file/file.h"
#include "plan/run_layout.h"

namespace aahat {
namespace {

[[noreturn]] void refuse(const std::string& reason) {
  throw Refusal({"read the plan in", run_layout::folder, reason,
                 "is aa-hat-hook installed, and did the container start with io.aa-hat. annotations?"});
}

void require_hooks_mount(const Fd& directory) {
  struct statfs filesystem {};
  struct statx status {};
  if (fstatfs(directory.get(), &filesystem) != 0 ||
      statx(directory.get(), "", AT_EMPTY_PATH, STATX_TYPE, &status) != 0) {
    refuse(errno_text(errno));
  }
  constexpr decltype(filesystem.f_flags) wanted = ST_RDONLY | ST_NOSUID | ST_NODEV;
  const bool is_mount = (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  if (!is_mount || filesystem.f_type != TMPFS_MAGIC || (filesystem.f_flags & wanted) != wanted) {
    refuse("it is not the read-only mount that aa-hat-hook makes");
  }
}

std::string_view map_file(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) refuse(errno_text(errno));
  if (!S_ISREG(status.st_mode) || status.st_size == 0) refuse("its plan is not a file, or empty");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (bytes == MAP_FAILED) refuse(errno_text(errno));
  return {static_cast<const char*>(bytes), size};
}

}  // namespace

Plan mounted_plan() {
  const Fd directory = open_at(AT_FDCWD, run_layout::folder, O_PATH | O_DIRECTORY,
                               RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  if (!directory) refuse(errno_text(errno));
  require_hooks_mount(directory);
  const Fd file = open_at(directory.get(), run_layout::plan_name, O_RDONLY | O_NONBLOCK,
                          RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
  if (!file) refuse(errno_text(errno));
  return Plan::read(map_file(file));
}

}  // namespace aahat
