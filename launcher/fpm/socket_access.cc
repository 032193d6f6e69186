#include "fpm/socket_access.h"

#include <algorithm>
#include <charconv>

#include "errors/escape.h"
#include "errors/refusal.h"
#include "fpm/socket_file.h"

namespace aahat {
namespace {

template <typename Range, typename Value>
bool holds(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

bool share_any(const std::vector<gid_t>& some, const std::vector<gid_t>& others) {
  return std::any_of(some.begin(), some.end(), [&](gid_t gid) { return holds(others, gid); });
}

[[noreturn]] void refuse(const Pool& pool, const std::string& reason) {
  throw Refusal({keep_socket, pool.name, reason, ""});
}

/// php-fpm takes strtoul(3) of the text; what is not plainly octal would mean something else than it says.
mode_t mode_of(const Pool& pool) {
  if (pool.listen_mode.empty()) return 0660;
  mode_t mode = 0;
  const char* const end = pool.listen_mode.data() + pool.listen_mode.size();
  const auto [stop, error] = std::from_chars(pool.listen_mode.data(), end, mode, 8);
  if (error == std::errc() && stop == end && mode <= 0777) return mode;
  refuse(pool, "listen.mode " + escaped(pool.listen_mode) + " is not an octal mode of at most 777");
}

uid_t uid_of(const Pool& pool, const std::string& user, const Accounts& accounts) {
  const auto number = decimal_id(user);
  if (number) return *number;
  const auto found = accounts.user(user);
  if (!found) refuse(pool, "the container's /etc/passwd has no user \"" + escaped(user) + "\"");
  return found->uid;
}

gid_t gid_of(const Pool& pool, const std::string& group, const Accounts& accounts) {
  const auto found = accounts.group(group);
  if (!found) refuse(pool, "the container's /etc/group has no group \"" + escaped(group) + "\"");
  return *found;
}

/// Calls `visit` for each word of "NAME,NAME,…".
template <typename Visit>
void for_each_name(const std::string& list, Visit visit) {
  for (std::size_t begin = 0; !list.empty() && begin <= list.size();) {
    const std::size_t comma = std::min(list.find(',', begin), list.size());
    visit(list.substr(begin, comma - begin));
    begin = comma + 1;
  }
}

void set_owner(SocketAccess& access, const Pool& pool, const Accounts& accounts) {
  if (!pool.listen_owner.empty()) {
    access.owner = uid_of(pool, pool.listen_owner, accounts);
    // A name brings its primary group along, a number does not.
    const bool is_number = decimal_id(pool.listen_owner).has_value();
    if (!is_number) access.group = accounts.user(pool.listen_owner)->gid;
  }
  if (!pool.listen_group.empty()) access.group = gid_of(pool, pool.listen_group, accounts);
}

}  // namespace

bool lets_in(const SocketAccess& access, const Peer& peer) {
  if (peer.uid == 0 || peer.uid == access.owner) return true;
  if (holds(access.acl_users, peer.uid) || share_any(access.acl_groups, peer.groups)) return true;
  if ((access.mode & 0020U) != 0 && holds(peer.groups, access.group)) return true;
  return (access.mode & 0002U) != 0;
}

SocketAccess configured_access(const Pool& pool, const Accounts& accounts) {
  SocketAccess access = new_file_access(pool.listen, mode_of(pool));
  if (pool.acl_users.empty() && pool.acl_groups.empty()) {
    set_owner(access, pool, accounts);
    return access;
  }
  for_each_name(pool.acl_users,
                [&](const std::string& name) { access.acl_users.push_back(uid_of(pool, name, accounts)); });
  for_each_name(pool.acl_groups,
                [&](const std::string& name) { access.acl_groups.push_back(gid_of(pool, name, accounts)); });
  return access;
}

}  // namespace aahat
