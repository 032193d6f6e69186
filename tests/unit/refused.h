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
    std::string text;
    for (const Finding& finding : refusal.findings()) text += message(finding);
    return text;
  }
  return "";
}

}  // namespace aahat

/// What `action` refuses says `text`.
#define EXPECT_SAYS(text, action) \
  EXPECT_NE(refused([&] { action; }).find(text), std::string::npos) << refused([&] { action; })
