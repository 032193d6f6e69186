#include "login/login.h"

#include <cstdlib>

#include "entry/become.h"
#include "entry/execute.h"
#include "login/login_environment.h"
#include "login/login_shell.h"

namespace aahat {
namespace {

/// The role asked for. sshd passes on a client's AA_HAT_ROLE where its AcceptEnv says so; what it holds is
/// only compared with the user's roles. Empty, it asks for none, so that sshd's SetEnv can take it back.
std::optional<std::string> role_of(const LoginCommand& login) {
  if (login.role) return login.role;
  const char* const asked = std::getenv("AA_HAT_ROLE");
  return asked != nullptr && *asked != '\0' ? std::optional<std::string>(asked) : std::nullopt;
}

/// The shell's argv. The command is one word, whatever it looks like.
Words shell_words(const std::string& shell, const LoginCommand& login) {
  Words words{(login.is_login ? "-" : "") + shell.substr(shell.rfind('/') + 1)};
  if (login.command) words.insert(words.end(), {"-c", *login.command});
  return words;
}

}  // namespace

void login(const Plan& plan, const LoginCommand& login) {
  const User user = login.user ? user_named(*login.user) : known_calling_user();
  const std::string shell = login_shell(plan, user);
  become(plan, [&](Attr& attr) {
    return Decision{hat_of(attr, plan, user, role_of(login)),
                    login.user ? std::optional(identity_of(user)) : std::nullopt};
  });
  if (login.user) {
    enter_home(user, shell);
  } else {
    setenv("SHELL", shell.c_str(), 1);
  }
  execute(shell, shell_words(shell, login));
}

}  // namespace aahat
