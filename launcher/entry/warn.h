// What the launcher says without ending.
#pragma once

#include <string_view>

namespace aahat {

/// In front of all that this program says.
inline constexpr std::string_view program_name = "aa-exec-hat";

/// session=optional is the one way past a hat: it is told to syslog and stderr each time.
void warn_without_hat();

}  // namespace aahat
