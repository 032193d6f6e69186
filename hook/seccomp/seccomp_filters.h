// The seccomp profiles that a container's annotations name, from the host's folder of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/host_config.h"
#include "plan/writer.h"
#include "rules/rules.h"

namespace aahat {

/// Names in a profile that no system call has: rules for them have no effect.
using UnknownNames = std::map<SeccompName, std::vector<std::string>>;

struct SeccompFilters {
  Filters filters;
  UnknownNames unknown;
};

/// Reads and compiles FOLDER/NAME.json, a trusted file (trusted_file.h) of at most 1 MiB, for each profile
/// that `rules` name. Throws Refusal with the findings of all of them.
SeccompFilters compile_filters(const HostConfig& config, const Rules& rules);

}  // namespace aahat
