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

/// Acts on files as another user while it lives: a file system that belongs to the container's user namespace
/// (a tmpfs that the runtime mounted there, an id-mapped root) answers EOVERFLOW to ids that it cannot write
/// down, and ours is such a one.
class FileOwner {
 public:
  explicit FileOwner(const struct stat& owner) : gid_(setfsgid(owner.st_gid)), uid_(setfsuid(owner.st_uid)) {}
  ~FileOwner() {
    setfsuid(static_cast<uid_t>(uid_));
    setfsgid(static_cast<gid_t>(gid_));
  }
  FileOwner(const FileOwner&) = delete;
  FileOwner& operator=(const FileOwner&) = delete;

 private:
  int gid_;
  int uid_;
};

bool make_as_owner_of(int parent, const char* name) {
  struct stat owner {};
  if (fstat(parent, &owner) != 0) return false;
  const FileOwner as(owner);
  return mkdirat(parent, name, 0755) == 0;
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
