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
/// its members are looked at only when they are needed, so that one that is wrong does not stop a container
/// without annotations of ours.
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

/// The system calls that the runtime's own filter (linux.seccomp) hands to a process in user space, which
/// then answers in the kernel's place: SCMP_ACT_NOTIFY.
struct NotifiedCalls {
  bool by_default = false;         // defaultAction: all that no rule names
  std::vector<std::string> names;  // of the rules with this action, whatever their conditions
};

/// The parts of config.json (runtime-spec config.md) that matter for a container with annotations of ours.
struct ContainerConfig {
  std::string profile;              // process.apparmorProfile; empty where absent
  bool no_new_privileges = false;   // process.noNewPrivileges
  std::string root;                 // root.path, absolute
  std::vector<std::string> mounts;  // mounts[].destination
  NotifiedCalls notified;           // linux.seccomp
  /// Those annotations, whatever their values, by which crun's filter is not linux.seccomp's alone.
  std::vector<std::string> raw_filters;
};

/// The bundle's config.json. As with the state, its text is strict JSON already, and its members are looked
/// at only when they are needed.
class BundleConfig {
 public:
  /// `text`: the config.json of `bundle` (absolute). Throws Refusal "cannot read BUNDLE/config.json", as all
  /// of the functions below do.
  BundleConfig(std::string_view text, std::string bundle);

  /// Reads BUNDLE/config.json, at most 64 MiB.
  static BundleConfig read(const std::string& bundle);

  const std::string& bundle() const { return bundle_; }
  /// Those of its annotations that are meant for us, as those of the state.
  const Annotations& annotations() const { return annotations_; }
  /// process.apparmorProfile; empty where absent.
  std::string profile() const;
  /// All that matters for a container with annotations of ours.
  ContainerConfig container() const;

 private:
  std::string bundle_;
  std::string path_;
  JsonValue root_;
  Annotations annotations_;
};

/// Throws Refusal unless the state and config.json have the same annotations of ours: whoever checked one of
/// the two would not have seen what the other makes of the container.
void expect_same_annotations(const Annotations& state, const Annotations& config);

}  // namespace aahat
