// `aa-exec-hat login`, and aa-hat-shell: a login shell in a hat.
#pragma once

#include "arguments/arguments.h"
#include "plan/plan.h"

namespace aahat {

/// Confines this process as the hat, or role, of the user says and execs the user's real shell. With --user
/// (root's) it also takes on the user's identity, environment and home, as su -l does; without it all of that
/// is what sshd, login or su made of it, save SHELL, which named the launcher: from inside a hat nobody could
/// start that again. Throws Refusal where it must not run.
[[noreturn]] void login(const Plan& plan, const LoginCommand& login);

}  // namespace aahat
