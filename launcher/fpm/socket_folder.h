// Where a socket lies: who can write there can put something else in its place.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "fpm/socket_access.h"

namespace aahat {

/// Judges the folders of all pools' sockets against the same peers: most pools share theirs, and one that
/// was found safe is not looked at again.
class SocketFolders {
 public:
  /// `peers` must outlive it.
  explicit SocketFolders(const std::vector<Peer>& peers) : peers_(peers) {}

  /// Throws Refusal if one of the peers could write a folder on the way to `pool`'s socket `path`, as it is
  /// written and behind its links. Such a tenant could replace the socket, and get the neighbour's requests;
  /// or lay a link there, through which php-fpm's master, which is root, would make, chown and chmod a socket
  /// elsewhere. Its own socket's folder counts too.
  void require_safe(const std::string& pool, const std::string& path);

 private:
  void require_all_safe(const std::string& pool, const std::string& folder);

  const std::vector<Peer>& peers_;
  std::set<std::string, std::less<>> safe_;
};

}  // namespace aahat
