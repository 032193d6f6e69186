// Text that a tenant, an image or an annotation wrote, made fit for a terminal and a log.
#pragma once

#include <string>
#include <string_view>

namespace aahat {

/// Returns `text` with every byte that is not printable ASCII, and `"` and `\`, written as `\xNN`, so that it
/// can neither move a terminal's cursor nor forge a second log line. Text over 200 bytes ends in `...`.
std::string escaped(std::string_view text);

}  // namespace aahat
