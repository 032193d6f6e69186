// The plan's bytes, from the mount that the hook made.
#pragma once

#include <string_view>

#include "plan/plan.h"

namespace aahat {

/// Maps /run/aa-hat/plan for the rest of this process' life and reads it. Throws Refusal unless /run/aa-hat,
/// reached without any link, is the root of a tmpfs mount that is read-only, nosuid and nodev, as the hook
/// makes it: a folder of the image, or one that a tenant could write, must not decide over hats.
Plan mounted_plan();

}  // namespace aahat
