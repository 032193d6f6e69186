// What the hook can be called for. Each throws Refusal.
#pragma once

#include <string_view>

#include "commands/command_line.h"

namespace aahat {

/// prestart and createRuntime: reads the container's state from stdin, checks, and mounts the launcher and
/// its plan in the container.
void start_container(const Call& call);

/// poststop: reads the state and does nothing, since nothing was left on the host.
void stop_container();

/// check BUNDLE: prints the report.
void check_bundle(const Call& call);

/// Writes `text` to standard output.
void print(std::string_view text);

}  // namespace aahat
