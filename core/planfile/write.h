// Rules → the plan's written form. The hook's half of this room.
#pragma once

#include <string>
#include <string_view>

#include "rules.h"

namespace aahat {

/// The plan for a container under `profile` (its name holds no newline). Read it with Plan::read.
std::string write_plan(std::string_view profile, const Rules& rules);

}  // namespace aahat
