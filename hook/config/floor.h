// Annotations against what the host allows.
#pragma once

#include <string_view>

#include "config/host_config.h"
#include "rules/rules.h"

namespace aahat {

/// The entry of `config` that `profile` falls under. Throws Refusal, with a finding for each, where `rules`
/// of a container under `profile` ask for more than `config` allows: whoever may start a container writes its
/// annotations (podman 4.3 even copies them from the image), so they may only tighten. A profile that no
/// entry matches is refused. Hats that `order` leads to are not named by a rule: the launcher checks them,
/// since the plan has the entry's list of hats.
const Floor& expect_allowed(const HostConfig& config, std::string_view profile, const Rules& rules);

}  // namespace aahat
