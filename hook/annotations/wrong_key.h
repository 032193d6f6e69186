// How an annotation is refused. This room's own header.
#pragma once

#include <string>
#include <string_view>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {

/// Throws the Refusal `cannot use the annotation "KEY": REASON`. Foreign text in `reason` and `hint` has been
/// through quoted().
[[noreturn]] inline void refuse_annotation(std::string_view key, std::string reason, std::string hint) {
  throw Refusal({"use the annotation", std::string(key), std::move(reason), std::move(hint)});
}

/// Foreign text for a reason or hint.
inline std::string quoted(std::string_view text) { return "\"" + escaped(text) + "\""; }

}  // namespace aahat
