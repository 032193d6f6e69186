// What the file system says about sockets, present and to come.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "fpm/socket_access.h"

namespace aahat {

/// Whether php-fpm, reloading itself, hands the listening socket of `path` on to its next life (FPM_SOCKETS,
/// fpm_sockets_init_main in sapi/fpm/fpm/fpm_sockets.c). It then leaves the file as it is.
bool is_inherited(const std::string& path);

/// Whom the file `path` lets in, with its ACL. Nothing where there is no file, which lets nobody in. Throws
/// Refusal where it cannot be told.
std::optional<SocketAccess> file_access(const std::string& path);

/// Whom a socket with `mode`, that this process made at `path`, would let in: the group may come from the
/// folder (its setgid bit), and so may an ACL (its default ACL, acl(5)). Throws Refusal where it cannot be
/// told.
SocketAccess new_file_access(const std::string& path, mode_t mode);

}  // namespace aahat
