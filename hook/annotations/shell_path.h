// The values of `io.aa-hat.shell` and `io.aa-hat.shell.USER`. This room's own header.
#pragma once

#include <string>
#include <string_view>

namespace aahat {

/// The path of a login shell: absolute, up to 1024 bytes of printable ASCII without blanks, without empty
/// parts, `.` and `..`, and not in /run/aa-hat, where the launcher itself lies. (Links are seen only in the
/// container: see launcher/login_shell.h.) Throws Refusal naming `key` for anything else.
std::string parse_shell(std::string_view key, std::string_view value);

}  // namespace aahat
