// Where a socket lies: who can write there can put something else in its place.
#pragma once

#include <string>
#include <vector>

#include "socket_access.h"

namespace aahat {

/// Throws Refusal if one of `actors` could write a folder on the way to the socket `path`, as it is written
/// and behind its links. Such a tenant could replace the socket, and get the neighbour's requests; or lay a
/// link there, through which php-fpm's master, which is root, would make, chown and chmod a socket elsewhere.
/// Its own socket's folder counts too.
void require_safe_folders(const std::string& pool, const std::string& path, const std::vector<Actor>& actors);

}  // namespace aahat
