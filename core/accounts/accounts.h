// Users and groups of the container, from the text of passwd(5) and group(5). A static program must not ask
// libc: getpwnam(3) would load the image's own NSS libraries into us, before confinement.
//
// Every function reads a file once from its start, a piece at a time, so that memory stays the same for
// 100,000 users. The first entry that fits counts, as in glibc's files backend. Passed over are empty lines,
// comments, NIS lines (`+`, `-`) and malformed ones: other than seven (passwd) or four (group) fields, an
// empty name, a NUL byte, an id that is not a plain decimal number below 4294967295, which is (uid_t)-1, "no
// user" to setuid(2).
//
// A file that is missing is an empty one, as it is to libc: images without users are common. All functions
// throw Refusal "cannot read PATH" for any other failure, for what is not a regular file, for a line over 64
// KiB (group: 16 MiB, since one line lists all members), and for files over 256 MiB, which only a trap would
// have.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "file/file.h"

namespace aahat {

struct User {
  std::string name;
  uid_t uid;
  gid_t gid;          // the primary group
  std::string home;   // may be empty
  std::string shell;  // may be empty: passwd(5) means /bin/sh
};

/// A line of group(5), as views that live as long as the visit.
struct Group {
  std::string_view name;
  gid_t gid;
  std::string_view members;  // "NAME,NAME,…": see for_each_member

  /// Calls `visit` for every member's name. As in glibc, blanks before a name do not count, and between two
  /// commas there is nobody.
  void for_each_member(const std::function<void(std::string_view)>& visit) const;
};

inline constexpr const char* passwd_path = "/etc/passwd";
inline constexpr const char* group_path = "/etc/group";

/// The user called `name`, or nothing.
std::optional<User> find_user(std::string_view name, const std::string& path = passwd_path);

/// The first user with this uid, or nothing. Several names may share it.
std::optional<User> find_user(uid_t uid, const std::string& path = passwd_path);

/// Calls `visit` for every user, in the file's order; doubled names and uids too.
void for_each_user(const std::function<void(const User&)>& visit, const std::string& path = passwd_path);

/// The same of a file that is open already; `path` is for messages.
void for_each_user(const std::function<void(const User&)>& visit, Fd passwd, const std::string& path);

/// The name of the first group with this gid, or nothing.
std::optional<std::string> group_name(gid_t gid, const std::string& path = group_path);

/// Calls `visit` for every group, in the file's order; doubled names and gids too.
void for_each_group(const std::function<void(const Group&)>& visit, const std::string& path = group_path);

/// What initgroups(3) would set: the gids of all groups that list `user` as a member, and the primary one;
/// ascending, each once. Throws Refusal where they are more than the kernel takes (65536): leaving some out
/// could open a file whose mode shuts a group out.
std::vector<gid_t> groups_of(const User& user, const std::string& path = group_path);

}  // namespace aahat
