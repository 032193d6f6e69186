// Words as C takes them.
#pragma once

#include <string>
#include <vector>

namespace aahat {

/// `words` as execv(2) takes them, ended by a null pointer. Points into `words`.
std::vector<char*> c_words(const std::vector<std::string>& words);

}  // namespace aahat
