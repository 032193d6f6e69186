// The command line.
#pragma once

#include <string>

#include "checks/verify.h"

namespace aahat {

enum class Command { prestart, create_runtime, poststop, check, help, version };

struct Call {
  Command command = Command::prestart;
  HostFiles files;
  bool json = false;   // check --json
  std::string bundle;  // check BUNDLE
};

/// Reads argv. Throws Refusal for what it does not know.
Call parse_call(int argc, char** argv);

/// What --help prints.
const char* usage_text();

}  // namespace aahat
