// A file in memory, for what reads files by their path.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "file/file.h"

namespace aahat {

class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(memfd_create("test", MFD_CLOEXEC)) {
    if (!write_all(fd_.get(), text)) std::abort();
  }

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_.get()); }

 private:
  Fd fd_;
};

}  // namespace aahat
