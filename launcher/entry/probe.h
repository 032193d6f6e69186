// Trying out, in a child process, what cannot be undone.
#pragma once

#include <sys/types.h>

#include <functional>
#include <utility>
#include <vector>

#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {

/// An attempt that runs in a child process, beside us. A hat that is entered cannot be left, nor an identity:
/// the child enters, tells over a pipe (a hat's policy has no say in those), and is gone.
class Probe {
 public:
  /// Throws Refusal where the child cannot be started.
  explicit Probe(const std::function<void()>& attempt);
  Probe(Probe&& other) noexcept
      : child_(std::exchange(other.child_, -1)), report_(std::move(other.report_)) {}
  Probe& operator=(Probe&&) = delete;
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;
  ~Probe();

  /// Waits for its end, and returns what it refuses; nothing where it succeeds. A child that dies otherwise
  /// is a finding.
  std::vector<Finding> refused();

 private:
  pid_t child_ = -1;
  Fd report_;
};

/// The same, while we wait.
std::vector<Finding> refused_in_child(const std::function<void()>& attempt);

}  // namespace aahat
