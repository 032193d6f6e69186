// What a refusal says, for assertions.
#pragma once

#include <string>

#include "errors/refusal.h"

namespace aahat {

/// The message of what `action` refuses, or "" where it does not refuse.
template <typename Action>
std::string refused(Action action) {
  try {
    action();
  } catch (const Refusal& refusal) {
    return message("t", refusal);
  }
  return "";
}

}  // namespace aahat
