// Files that live in memory alone; most of them such that nobody, root included, can change them any more.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "file/file.h"

namespace aahat {

/// An empty memfd(2), close-on-exec.
Fd memory_file();

/// A memfd(2) that holds `text`, sealed against writing, growing, shrinking and further seals. Its number is
/// above 2, and it is close-on-exec.
Fd sealed_file(std::string_view text);

/// The name under which another program of this process opens it: /proc/self/fd/N.
std::string name_of(const Fd& fd);

/// N of "/proc/self/fd/N", or nothing.
std::optional<int> descriptor_in(std::string_view name);

/// The text of descriptor `fd`, if that is a memfd with all these seals, and at most 64 MiB. Nothing else.
std::optional<std::string> sealed_text(int fd);

}  // namespace aahat
