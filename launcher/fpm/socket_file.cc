#include "fpm/socket_file.h"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "errors/refusal.h"

namespace aahat {
namespace {

// An ACL as extended attribute, in little endian: a version, then entries (linux/posix_acl_xattr.h).
struct AclEntry {
  std::uint16_t tag;
  std::uint16_t rights;
  std::uint32_t id;
};
constexpr std::size_t acl_header = 4;
constexpr std::uint16_t tag_user = 0x02;
constexpr std::uint16_t tag_group = 0x08;
constexpr std::uint16_t may_write = 0x02;
constexpr std::size_t longest_acl = 65536;  // XATTR_SIZE_MAX, linux/limits.h

[[noreturn]] void refuse(const std::string& path) {
  throw Refusal({"see whom the socket lets in", path, errno_text(errno), ""});
}

void add_acl(SocketAccess& access, const std::string& path, const char* attribute) {
  std::array<char, longest_acl> bytes;
  const ssize_t size = lgetxattr(path.c_str(), attribute, bytes.data(), bytes.size());
  if (size < 0 && (errno == ENODATA || errno == ENOTSUP)) return;
  if (size < 0) refuse(path);
  for (auto at = acl_header; at + sizeof(AclEntry) <= static_cast<std::size_t>(size);
       at += sizeof(AclEntry)) {
    AclEntry entry{};
    std::memcpy(&entry, bytes.data() + at, sizeof entry);
    if ((entry.rights & may_write) == 0) continue;
    if (entry.tag == tag_user) access.acl_users.push_back(entry.id);
    if (entry.tag == tag_group) access.acl_groups.push_back(entry.id);
  }
}

/// Whether "KEY=FD,KEY=FD,…" has `path` as a KEY.
bool names(std::string_view sockets, std::string_view path) {
  while (!sockets.empty()) {
    const std::string_view word = sockets.substr(0, sockets.find(','));
    if (word.substr(0, word.find('=')) == path) return true;
    sockets.remove_prefix(std::min(word.size() + 1, sockets.size()));
  }
  return false;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

}  // namespace

bool is_inherited(const std::string& path) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (text.starts_with("FPM_SOCKETS") && equals != std::string_view::npos &&
        names(text.substr(equals + 1), path)) {
      return true;
    }
  }
  return false;
}

std::optional<SocketAccess> file_access(const std::string& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) {
    if (errno == ENOENT) return std::nullopt;
    refuse(path);
  }
  SocketAccess access{status.st_uid, status.st_gid, status.st_mode & 07777U, {}, {}};
  add_acl(access, path, "system.posix_acl_access");
  return access;
}

SocketAccess new_file_access(const std::string& path, mode_t mode) {
  SocketAccess access{geteuid(), getegid(), mode, {}, {}};
  const std::string folder = folder_of(path);
  struct stat status {};
  // php-fpm will tell that it cannot bind there.
  if (stat(folder.c_str(), &status) != 0) return access;
  if ((status.st_mode & S_ISGID) != 0) access.group = status.st_gid;
  // The mode's group digit is the mask of an inherited ACL.
  if ((mode & 0020U) != 0) add_acl(access, folder, "system.posix_acl_default");
  return access;
}

}  // namespace aahat
