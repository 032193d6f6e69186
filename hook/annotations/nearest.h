// What a misspelt key may have meant. This room's own header.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace aahat {

/// The one of `known` that `typed` is most like: up to two letters added, left out or changed, case and the
/// signs `-` and `_` not counted. Nothing where none is that close.
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace aahat
