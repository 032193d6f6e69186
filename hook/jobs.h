// What the hook can be called for. Each throws Refusal.
#pragma once

#include "arguments.h"

namespace aahat {

/// prestart and createRuntime: the container's state on stdin, the parcel into the container.
void start_container(const Arguments& arguments);

/// poststop: nothing is kept on the host, so there is nothing to take away.
void stop_container();

/// check BUNDLE: prints the report.
void check_bundle(const Arguments& arguments);

}  // namespace aahat
