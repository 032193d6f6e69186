// What a login starts with beside its hat and identity.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/accounts.h"

namespace aahat {

/// The environment that su -l gives: HOME, SHELL, USER, LOGNAME, PATH; of the caller's only TERM.
std::vector<std::pair<std::string, std::string>> login_environment(const User& user, const std::string& shell,
                                                                   const std::optional<std::string>& term);

/// setenv(3). Throws Refusal where it fails: a tenant's program must not run with half an environment.
void set_variable(const std::string& name, const std::string& value);

/// Makes that the environment, and the home folder the working directory: as the user, since root's rights
/// (or on NFS root's lack of them) are not the user's. Where it cannot be entered, warns and goes to `/`, as
/// sshd does. Throws Refusal where that fails too.
void enter_home(const User& user, const std::string& shell);

}  // namespace aahat
