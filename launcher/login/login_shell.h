// The real shell of a login.
#pragma once

#include <string>

#include "accounts/accounts.h"
#include "plan/plan.h"

namespace aahat {

/// The path of the shell that a login of `user` executes: io.aa-hat.shell.USER, else io.aa-hat.shell, else
/// what passwd names, unless that is nothing or the launcher (`launcher` by whatever path or link), else
/// /bin/sh. Never what $SHELL says. Throws Refusal where that is no absolute path, or the launcher after all.
std::string login_shell(const Plan& plan, const User& user,
                        const std::string& launcher = "/run/aa-hat/aa-exec-hat");

}  // namespace aahat
