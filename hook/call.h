// The command line.
#pragma once

#include <optional>
#include <string>

namespace aahat {

enum class Job { prestart, create_runtime, poststop, check, help, version };

struct Call {
  Job job = Job::prestart;
  std::optional<std::string> config;    // --config
  std::optional<std::string> launcher;  // --launcher
  bool json = false;                    // check --json
  std::string bundle;                   // check BUNDLE
};

/// Reads argv. Throws Refusal for what it does not know.
Call parse_call(int argc, char** argv);

/// What --help prints.
const char* usage_text();

}  // namespace aahat
