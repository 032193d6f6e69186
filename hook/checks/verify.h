// All checks before a container with annotations of ours may start.
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

/// Files of the host to use instead of the usual ones.
struct HostFiles {
  std::optional<std::string> config;    // --config
  std::optional<std::string> launcher;  // --launcher
};

/// A container whose annotations can be honoured.
struct VerifiedContainer {
  ContainerConfig config;
  ProfileName profile;
  Rules rules;
  HostFacts host;
  UnknownNames unknown_names;
  Fd launcher;  // the file to deliver, checked already
};

/// Reads the host's configuration and checks the container of `bundle`. Makes all checks that can be made
/// before it refuses, so that one message tells all that is wrong. `state`: the annotations that the runtime
/// told; nothing where there is no runtime (check).
VerifiedContainer verify_container(const HostFiles& files, const BundleConfig& bundle,
                                   const std::optional<Annotations>& state);

/// For a container without annotations of ours. Throws Refusal where `require` of the host's configuration
/// lists its profile, and where that configuration is broken.
void expect_not_required(const HostFiles& files, const BundleConfig& bundle);

}  // namespace aahat
