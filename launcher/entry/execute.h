// The end of every way through the launcher.
#pragma once

#include <string>
#include <vector>

namespace aahat {

/// `words` as execv(2) takes them, ended by a null pointer. Points into `words`.
std::vector<char*> c_words(const std::vector<std::string>& words);

/// Executes `program` (execvp(3)) with `argv`, argv[0] first. Ends the process with 127 where it is not found
/// and 126 where it cannot be executed, as sh and env(1) do.
[[noreturn]] void execute(const std::string& program, const std::vector<std::string>& argv);

}  // namespace aahat
