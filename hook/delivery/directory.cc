#include "delivery/directory.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/fsuid.h>
#include <sys/stat.h>

#include <cerrno>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr unsigned long long no_way_out = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

constexpr auto no_id = static_cast<uid_t>(-1);

/// Neither call reports an error. But each returns the id that was in force before, and -1 changes nothing.
void act_on_files_as(uid_t uid, gid_t gid) {
  (void)setfsgid(gid);
  (void)setfsuid(uid);
  if (static_cast<gid_t>(setfsgid(no_id)) == gid && static_cast<uid_t>(setfsuid(no_id)) == uid) return;
  throw Refusal({"act on files as uid", std::to_string(uid), "the kernel does not allow it", ""});
}

/// A file system that belongs to the container's user namespace (a tmpfs that the runtime mounted there, an
/// id-mapped root) cannot store ids that the namespace does not map, root's own among them: it answers
/// EOVERFLOW.
bool make_as_owner_of(int parent, const char* name) {
  struct stat owner {};
  if (fstat(parent, &owner) != 0) return false;
  const auto own_uid = static_cast<uid_t>(setfsuid(no_id));
  const auto own_gid = static_cast<gid_t>(setfsgid(no_id));
  act_on_files_as(owner.st_uid, owner.st_gid);
  const bool made = mkdirat(parent, name, 0755) == 0;
  const int error = errno;
  act_on_files_as(own_uid, own_gid);
  errno = error;
  return made;
}

bool make(int parent, const char* name) {
  if (mkdirat(parent, name, 0755) == 0 || errno == EEXIST) return true;
  return errno == EOVERFLOW && make_as_owner_of(parent, name);
}

Fd step(const Fd& parent, const char* name) {
  return open_at(parent.get(), name, O_PATH | O_DIRECTORY, no_way_out);
}

[[noreturn]] void refuse_step(const std::string& shown, int error) {
  const std::string remedy = "make " + shown + " a directory in the image, or mount a tmpfs at /run";
  if (error == ELOOP) {
    throw Refusal({"deliver to", shown, "it is a link in the image, and could lead anywhere", remedy});
  }
  if (error == ENOTDIR) throw Refusal({"deliver to", shown, "the image has no directory there", remedy});
  if (error == EROFS) {
    throw Refusal({"deliver to", shown, "it is missing, and its file system is read-only", remedy});
  }
  throw Refusal({"deliver to", shown, errno_text(error), ""});
}

}  // namespace

Fd open_root(const std::string& path) {
  Fd root = open_at(AT_FDCWD, path.c_str(), O_PATH | O_DIRECTORY);
  if (!root) throw Refusal({"open the container's root", path, errno_text(errno), ""});
  return root;
}

Fd open_or_make(const Fd& parent, const char* name, const std::string& shown) {
  Fd found = step(parent, name);
  if (!found && errno == ENOENT && make(parent.get(), name)) found = step(parent, name);
  if (!found) refuse_step(shown, errno);
  return found;
}

}  // namespace aahat
