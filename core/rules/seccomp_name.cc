#include "rules/seccomp_name.h"

#include "rules/hat_name.h"

namespace aahat {

std::optional<SeccompName> SeccompName::from(std::string_view text) {
  if (!is_plain_name(text)) return std::nullopt;
  return SeccompName(text);
}

std::string_view seccomp_name_grammar() {
  return "a seccomp profile's name is 1 to 64 of A-Z a-z 0-9 . _ + @ -, and does not start with \".\" or "
         "\"-\"; its file has .json behind it";
}

}  // namespace aahat
