// Walking into a hostile root file system. Each step is one openat2(2) from the descriptor of the step
// before, which follows no link at all, so that replacing a folder by a link in the meantime has no effect.
#pragma once

#include <string>

#include "file/file.h"

namespace aahat {

/// The container's root: `path` is the host's (absolute), so links in it are the host's own. Throws Refusal.
Fd open_root(const std::string& path);

/// The directory `name` in `parent`, an O_PATH descriptor; made with mode 0755 where it is missing. `shown`
/// is its path in the container, for messages. Throws Refusal for a link, a file, a device, a FIFO in its
/// place.
Fd open_or_make(const Fd& parent, const char* name, const std::string& shown);

}  // namespace aahat
