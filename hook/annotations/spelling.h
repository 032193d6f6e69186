// How people spell keys, and what a misspelt one means. This room's own header.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace aahat {

// <cctype> would ask the locale, and its functions are undefined for negative chars.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether `c` is what people put between the words of a key: `. / _ -` or a blank.
bool separates(char c);

/// What stands behind `start` in `text`, or nothing where `text` does not begin with it. Letters count
/// without their case. Separators in front of `text` are passed over, and one separator in `start` stands for
/// any number of any of them in `text`; only where `start` ends in one, exactly one is taken. It reads no
/// more of `text` than that, and allocates nothing: most keys that it sees are somebody else's.
std::optional<std::string_view> behind(std::string_view start, std::string_view text);

/// The one of `known` that `typed` is most like: up to two letters added, left out or changed, case and
/// separators not counted. Nothing where none is that close.
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace aahat
