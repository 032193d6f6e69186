// fnmatch(3) globs, as the host's configuration writes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aahat {

using Globs = std::vector<std::string>;

/// Whether `text` matches one of `globs` (fnmatch(3), in which `*` matches `/` too: profile names hold it).
bool matches(const Globs& globs, std::string_view text);

}  // namespace aahat
