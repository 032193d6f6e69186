#include "label.h"

#include <sys/apparmor.h>

namespace aahat {

Label split_label(std::string text) {
  // Ends at the first NUL: aa_splitcon takes a C string and writes into it.
  text.resize(std::char_traits<char>::length(text.c_str()));
  char* mode = nullptr;
  const char* name = aa_splitcon(text.data(), &mode);
  return {name != nullptr ? name : "", mode != nullptr ? mode : ""};
}

}  // namespace aahat
