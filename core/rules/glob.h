// fnmatch(3) globs, as the host's configuration writes them.
#pragma once

#include <fnmatch.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace aahat {

using Globs = std::vector<std::string>;

/// Whether `text` matches one of `globs` (fnmatch(3), in which `*` matches `/` too: profile names hold it).
inline bool matches(const Globs& globs, std::string_view text) {
  const std::string whole(text);
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return fnmatch(glob.c_str(), whole.c_str(), 0) == 0; });
}

}  // namespace aahat
