// /etc/aa-hat/config.json: what the host's administrator allows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/glob.h"
#include "rules/words.h"

namespace aahat {

inline constexpr const char* host_config_path = "/etc/aa-hat/config.json";

/// What containers under one profile may do at most.
struct Floor {
  Globs hats{"*"};
  Session session = Session::required;
  Seal seal = Seal::required;
  Listen listen = Listen::confined;
  bool no_new_privs = false;  // true: no annotation may switch it off
  Globs seccomp{"*"};
  Globs templates;
};

struct HostConfig {
  std::vector<std::pair<std::string, Floor>> profiles{{"*", Floor{}}};  // in the file's order
  Globs require;
  std::string seccomp_folder = "/etc/aa-hat/seccomp";
  std::optional<std::string> launcher;
};

/// Reads `text`, strict JSON with comments. A missing key has its default. Throws Refusal "cannot read
/// SUBJECT" with a finding for each unknown key and each value that is not one.
HostConfig parse_host_config(std::string_view text, const std::string& subject);

/// The configuration in `named`, or else in /etc/aa-hat/config.json, or else the default. Nothing where no
/// file was named and there is none. Throws Refusal for a file that is not trusted (trusted_file.h) or over 1
/// MiB.
std::optional<HostConfig> load_host_config(const std::optional<std::string>& named);

/// The first entry of `profiles` whose glob matches `profile`, or null.
const std::pair<std::string, Floor>* floor_of(const HostConfig& config, std::string_view profile);

}  // namespace aahat
