// Files of the host that containers depend on: only root may be able to write them.
#pragma once

#include <sys/stat.h>

#include <string>

#include "file/file.h"

namespace aahat {

/// What is wrong with a file of this status, in words that follow "it"; empty where it is regular, root's,
/// and writable by its owner alone.
std::string trust_fault(const struct stat& status);

/// What was checked is what is read: later reads use this descriptor, not the path.
struct TrustedFile {
  Fd fd;
  std::size_t size;
};

/// Opens `path` for reading. Throws Refusal "cannot ACTION PATH" where it cannot be opened or has a
/// trust_fault.
TrustedFile open_trusted(const std::string& path, const std::string& action);

}  // namespace aahat
