// All that must be so before a container of ours may start.
#pragma once

#include <optional>
#include <string>

#include "annotations/annotations.h"
#include "file/file.h"
#include "oci/container.h"
#include "plan/writer.h"
#include "rules/rules.h"
#include "seccomp/seccomp_filters.h"

namespace aahat {

/// Which files of the host to go by instead of the usual ones.
struct HostFiles {
  std::optional<std::string> config;    // --config
  std::optional<std::string> launcher;  // --launcher
};

/// A container whose annotations can be honoured.
struct Proven {
  ContainerConfig config;
  ProfileName profile;
  Rules rules;
  HostFacts host;
  UnknownNames unknown_names;
  Fd launcher;  // the file to deliver, already judged
};

/// Reads the config.json of `bundle` (absolute) and the host's configuration and proves all of it, looking at
/// all that can be looked at before it refuses, so that one message tells all that is wrong. `state`: the
/// annotations that the runtime told; nothing where there is no runtime (check).
Proven prove(const HostFiles& files, const std::string& bundle, const std::optional<Annotations>& state);

/// The globs of `require`; empty where there is no configuration. Throws Refusal where it is broken.
std::vector<std::string> required_profiles(const HostFiles& files);

/// Throws Refusal where the profile of a container without annotations of ours matches one of `globs`, or
/// where config.json has annotations that the state has not.
void expect_not_required(const std::vector<std::string>& globs, const ContainerConfig& config);

}  // namespace aahat
