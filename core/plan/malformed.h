// How a plan is refused. This room's own header.
#pragma once

#include <string>

#include "errors/refusal.h"

namespace aahat {

/// Throws the Refusal `cannot read the plan: REASON`.
[[noreturn]] inline void refuse_plan(std::string reason) {
  throw Refusal({"read the plan", "", std::move(reason),
                 "the plan is written by aa-hat-hook when the container starts: start the container anew"});
}

}  // namespace aahat
