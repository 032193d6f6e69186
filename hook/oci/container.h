// What the runtime says of the container: its state, and its bundle's config.json.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "annotations/annotations.h"
#include "json/strict_json.h"

namespace aahat {

/// The state that a hook gets on stdin (runtime-spec runtime.md, "State"). Its text is strict JSON already;
/// its members are looked at only when they are needed, so that a container that is not ours cannot fail over
/// one.
class ContainerState {
 public:
  /// Throws Refusal "cannot read the container's state".
  explicit ContainerState(std::string_view text);

  /// Those of its annotations that are meant for us, whether or not their keys are spelt as ours are.
  Annotations annotations() const;
  /// The first process, in the runtime's pid namespace.
  pid_t pid() const;
  /// The bundle's absolute path on the host.
  std::string bundle() const;

 private:
  JsonValue root_;
};

/// The parts of config.json (runtime-spec config.md) that matter here.
struct ContainerConfig {
  Annotations annotations;          // annotations, ours only
  std::string profile;              // process.apparmorProfile; empty where absent
  bool no_new_privileges = false;   // process.noNewPrivileges
  std::string root;                 // root.path, absolute
  std::vector<std::string> mounts;  // mounts[].destination
};

/// Reads `text`, the config.json of `bundle` (absolute). Throws Refusal "cannot read BUNDLE/config.json".
ContainerConfig parse_config(std::string_view text, const std::string& bundle);

/// Reads BUNDLE/config.json, at most 64 MiB.
ContainerConfig read_config(const std::string& bundle);

/// Throws Refusal unless the state and config.json have the same annotations of ours: a hook that looked at
/// one of them would act on what the other one's reader never saw.
void expect_same_annotations(const Annotations& state, const Annotations& config);

}  // namespace aahat
