#include "accounts/fields.h"

#include <charconv>
#include <limits>

namespace aahat {

std::optional<std::uint32_t> id_number(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (number == std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return number;
}

}  // namespace aahat
