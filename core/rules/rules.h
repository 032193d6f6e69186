// What a container's annotations say, parsed and valid.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/names.h"
#include "rules/words.h"

namespace aahat {

using HatBySubject = std::map<std::string, HatName, std::less<>>;
using RolesByUser = std::map<std::string, std::vector<HatName>, std::less<>>;
using ShellByUser = std::map<std::string, std::string, std::less<>>;

struct Rules {
  HatBySubject pools;                                  // io.aa-hat.pool.NAME
  HatBySubject users;                                  // io.aa-hat.user.NAME
  RolesByUser roles;                                   // io.aa-hat.roles.NAME: what --role may ask for
  std::string shell;                                   // io.aa-hat.shell; empty: passwd's
  ShellByUser shells;                                  // io.aa-hat.shell.USER
  Order pool_order;                                    // empty: a pool without a rule is refused
  Order order{OrderWord::group, OrderWord::fallback};  // pam_apparmor's own default
  Session session = Session::required;
  Seal seal = Seal::required;
  Listen listen = Listen::confined;
  bool no_new_privs = true;
  std::map<HatName, bool> no_new_privs_of;    // io.aa-hat.no-new-privs.HAT
  std::optional<SeccompName> seccomp;         // none: no further filter
  std::map<HatName, SeccompName> seccomp_of;  // io.aa-hat.seccomp.HAT
};

}  // namespace aahat
