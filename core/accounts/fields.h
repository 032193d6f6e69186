// The fields of a line of passwd(5) or group(5). This room's own header.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace aahat {

/// `line` split at its colons; nothing where it has not exactly `count` fields, or holds a NUL byte, at which
/// a C string would end: name and home must not mean one thing here and another to who uses them.
template <std::size_t count>
std::optional<std::array<std::string_view, count>> split_fields(std::string_view line) {
  if (line.find('\0') != std::string_view::npos) return std::nullopt;
  std::array<std::string_view, count> fields;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = line.substr(0, colon);
    line.remove_prefix(colon + 1);
  }
  if (line.find(':') != std::string_view::npos) return std::nullopt;
  fields.back() = line;
  return fields;
}

/// A uid or gid: decimal digits and nothing else, less than 4294967295, which setuid(2) and chown(2) take for
/// "none" or "leave it".
std::optional<std::uint32_t> id_number(std::string_view text);

}  // namespace aahat
