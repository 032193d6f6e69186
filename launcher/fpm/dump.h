// What `php-fpm -tt` says of its pools.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aahat {

/// One pool as php-fpm understood it. An empty setting is one that is not set.
struct Pool {
  std::string name;
  std::string user;
  std::string group;
  std::string listen;  // a Unix socket's path is absolute here, php-fpm has put its prefix in front
  std::string listen_owner;
  std::string listen_group;
  std::string listen_mode;
  std::string acl_users;
  std::string acl_groups;
  std::string chroot;
  std::string hidden_listen;  // pm.status_listen: php-fpm makes a second pool of it, and does not print that
};

/// Reads all that `php-fpm -tt` wrote (fpm_conf_dump in sapi/fpm/fpm/fpm_conf.c, PHP 7.4 to 8.4): lines
/// "[DATE TIME] NOTICE: TEXT", where TEXT is "[global]" or "[POOL]", "<tab>KEY = VALUE", or a blank that ends
/// a section, and at last "configuration file FILE test is successful". Before "[global]" php-fpm may say
/// anything, behind the end nothing.
///
/// Values stand there raw, and a value with a newline in it (from "${VARIABLE}") could pretend to be more
/// lines. So the form is taken strictly: throws Refusal for any line out of place, a key or pool that comes
/// twice, and a pool that lacks one of the keys that we go by.
std::vector<Pool> parse_dump(std::string_view text);

}  // namespace aahat
