// Where a program lies.
#pragma once

#include <string>

namespace aahat {

/// The absolute path of `name`: itself, if it is one, or the first executable regular file of that name in
/// the folders of $PATH (where that is unset: in /usr/sbin, /usr/bin, /sbin, /bin). Empty and relative
/// folders of $PATH are passed over. Throws Refusal for a relative path, which would mean another program
/// after a chdir, and where there is no such program.
std::string find_program(const std::string& name);

}  // namespace aahat
