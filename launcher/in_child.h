// Trying out, in a process of its own, what cannot be undone.
#pragma once

#include <functional>
#include <vector>

#include "refusal.h"

namespace aahat {

/// Runs `attempt` in a child process and returns what it refuses; nothing where it succeeds. A hat that is
/// entered cannot be left, nor an identity: the child enters, tells over a pipe (a hat's policy has no say in
/// those), and is gone. Throws Refusal where the child cannot be started. A child that dies otherwise is a
/// finding.
std::vector<Finding> refused_in_child(const std::function<void()>& attempt);

}  // namespace aahat
