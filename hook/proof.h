// All that must be so before a container of ours may start.
#pragma once

#include <optional>
#include <string>

#include "annotations.h"
#include "call.h"
#include "container.h"
#include "file.h"
#include "rules.h"
#include "seccomp_filters.h"
#include "write.h"

namespace aahat {

/// A container whose annotations can be honoured.
struct Proven {
  ContainerConfig config;
  Rules rules;
  HostWord host;
  UnknownNames unknown_names;
  Fd launcher;  // the file to deliver, already judged
};

/// Reads the config.json of `bundle` (absolute) and the host's configuration and proves all of it, looking at
/// all that can be looked at before it refuses, so that one message tells all that is wrong. `state`: the
/// annotations that the runtime told; nothing where there is no runtime (check).
Proven prove(const Call& call, const std::string& bundle, const std::optional<Annotations>& state);

/// The globs of `require`; empty where there is no configuration. Throws Refusal where it is broken.
std::vector<std::string> required_profiles(const Call& call);

/// Throws Refusal where the profile of a container without annotations of ours matches one of `globs`, or
/// where config.json has annotations that the state has not.
void expect_not_required(const std::vector<std::string>& globs, const ContainerConfig& config);

}  // namespace aahat
