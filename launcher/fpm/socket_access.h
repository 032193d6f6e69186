// Whom a socket file lets in.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "fpm/accounts.h"
#include "fpm/dump.h"
#include "rules/hat_name.h"

namespace aahat {

/// What decides who may open a socket file, for which unix(7) wants the right to write it.
struct SocketAccess {
  uid_t owner = 0;
  gid_t group = 0;
  mode_t mode = 0;
  std::vector<uid_t> acl_users;  // those of its ACL that may write
  std::vector<gid_t> acl_groups;
};

/// Somebody who acts in a hat.
struct Peer {
  std::string who;  // "pool blog", "user eve"
  HatName hat;
  uid_t uid;
  std::vector<gid_t> groups;
};

/// Whether `peer` could open a socket with `access`: as root, as the owner (who may change the mode),
/// through group, ACL, or the mode's last digit.
bool lets_in(const SocketAccess& access, const Peer& peer);

/// The socket that php-fpm will make for `pool` (fpm_unix_resolve_socket_permissions and
/// fpm_unix_set_socket_permissions in sapi/fpm/fpm/fpm_unix.c): mode 0660 unless listen.mode says else, owner
/// and group its master's, so root's, unless listen.owner and listen.group say else. With listen.acl_users or
/// listen.acl_groups those two are ignored, and the ACL is added. Throws Refusal for names and modes that
/// php-fpm would not take, or take for something else.
SocketAccess configured_access(const Pool& pool, const Accounts& accounts);

/// A Finding's action for what is wrong with a pool's socket.
inline constexpr const char* keep_socket = "keep private the socket of pool";

}  // namespace aahat
