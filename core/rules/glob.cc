#include "rules/glob.h"

#include <fnmatch.h>

#include <algorithm>

namespace aahat {

bool matches(const Globs& globs, std::string_view text) {
  const std::string whole(text);
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return fnmatch(glob.c_str(), whole.c_str(), 0) == 0; });
}

}  // namespace aahat
