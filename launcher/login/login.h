// `aa-exec-hat login`, and aa-hat-shell: a login shell in a hat.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/accounts.h"
#include "arguments/arguments.h"
#include "plan/plan.h"

namespace aahat {

/// The environment that su -l gives: HOME, SHELL, USER, LOGNAME, PATH; of the caller's only TERM.
std::vector<std::pair<std::string, std::string>> login_environment(const User& user, const std::string& shell,
                                                                   const std::optional<std::string>& term);

/// Confines this process as the hat, or role, of the user says and execs the user's real shell. With --user
/// (root's) it also takes on the user's identity, environment and home, as su -l does; without it all of that
/// is what sshd, login or su made of it, save SHELL, which named the launcher: from inside a hat nobody could
/// start that again. Throws Refusal where it must not run.
[[noreturn]] void login(const Plan& plan, const LoginCommand& login);

}  // namespace aahat
