#include "label/label.h"

#include <sys/apparmor.h>

#include <string_view>

namespace aahat {

std::set<std::string> members_of(const Label& label) {
  constexpr std::string_view between = "//&";
  std::set<std::string> members;
  std::string_view rest = label.name;
  for (std::size_t end = rest.find(between); end != std::string_view::npos; end = rest.find(between)) {
    members.emplace(rest.substr(0, end));
    rest.remove_prefix(end + between.size());
  }
  members.emplace(rest);
  return members;
}

Label split_label(std::string text) {
  // Ends at the first NUL: aa_splitcon takes a C string and writes into it.
  text.resize(std::char_traits<char>::length(text.c_str()));
  char* mode = nullptr;
  const char* name = aa_splitcon(text.data(), &mode);
  return {name != nullptr ? name : "", mode != nullptr ? mode : ""};
}

}  // namespace aahat
