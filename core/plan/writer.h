// Rules → the plan's written form. The hook's half of this room.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "label/label.h"
#include "plan/filter.h"
#include "rules/glob.h"
#include "rules/rules.h"

namespace aahat {

using Filters = std::map<SeccompName, Filter>;

/// What the host adds to a container's rules: its administrator's limits, and what its kernel has loaded.
struct HostFacts {
  Globs hats{"*"};     // that may be entered
  bool native = true;  // whether fpm --native may start pools, which cannot have no_new_privs
  std::map<std::string, std::string, std::less<>> loaded;  // mode by name, of all below the profile
  std::string engine = {};  // the engine's own profile, where that is in unconfined mode
  Filters filters = {};     // of all seccomp profiles that the rules name
};

/// The plan for a container under `profile`. Read it with Plan::read. Throws Refusal where a name would be
/// read as more than one.
std::string write_plan(const ProfileName& profile, const Rules& rules, const HostFacts& host = {});

}  // namespace aahat
