// Running php-fpm to hear what it says.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace aahat {

/// What a program wrote to stdout and stderr together, and how it ended.
struct Captured {
  int wait_status;  // waitpid(2)
  std::string text;
};

/// Runs `program` with `argv` and our environment but for FPM_SOCKETS*, and waits for its end. Of our
/// descriptors it gets `kept` (or none: -1) under the same number, and /dev/null as stdin. Throws Refusal,
/// after killing it, when it has not ended within `longest_run` or says more than 64 MiB; and where it cannot
/// be started.
Captured capture(const std::string& program, const std::vector<std::string>& argv, int kept,
                 std::chrono::seconds longest_run = std::chrono::seconds(60));

}  // namespace aahat
