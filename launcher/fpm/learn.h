// Asking php-fpm itself what it would do.
#pragma once

#include <string>
#include <vector>

#include "fpm/dump.h"
#include "fpm/fpm_arguments.h"
#include "fpm/wrapper.h"

namespace aahat {

/// Which php-fpm is to run, with which configuration and options.
struct FpmInvocation {
  FpmSource source;
  Words options;  // without -y, see FpmArguments
};

/// Reads `command` ("php-fpm", ARG...). Where it names no configuration, asks php-fpm for the file's path, by
/// -t. Throws Refusal where that fails.
FpmInvocation read_launch(const std::vector<std::string>& command);

/// The pools that php-fpm would start, by one run of it with -tt, which also shows that it was built with
/// AppArmor. Throws Refusal where php-fpm refuses its configuration, with its own last words.
std::vector<Pool> learn_pools(const FpmInvocation& invocation);

}  // namespace aahat
