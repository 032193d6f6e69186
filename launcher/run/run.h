// `aa-exec-hat [--hat|--pool|--user] -- COMMAND`: one command in a hat.
#pragma once

#include "arguments/arguments.h"
#include "plan/plan.h"

namespace aahat {

/// Confines this process as `run` asks and execs the command (execvp(3)). Throws Refusal where it must not
/// run. Ends the process with 127 where the command is not found, 126 where it cannot be executed, as sh and
/// env(1) do.
[[noreturn]] void run_command(const Plan& plan, const RunCommand& run);

}  // namespace aahat
