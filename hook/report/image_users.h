// The users of an image that is not running.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace aahat {

/// Names and uids of etc/passwd in the root file system at `root`, whose links are taken inside of it. Empty
/// where it is missing, not a regular file, or over 16 MiB: a warning is all that it is read for.
std::vector<std::pair<std::string, uid_t>> image_users(const std::string& root);

}  // namespace aahat
