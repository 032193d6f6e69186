#include "login/login.h"

#include <cstdlib>

#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "entry/confine.h"
#include "entry/execute.h"
#include "entry/warn.h"
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
  ProcAttr attr;  // opened while we may: after setuid the attr file belongs to root
  const Start start = start_in_profile(attr, plan);
  const auto hat = hat_of(Chooser(attr, plan, start), user, role_of(login));
  const auto identity =
      login.user ? std::optional(Identity{user.uid, user.gid, groups_of(user)}) : std::nullopt;
  if (!hat) warn_without_hat();
  confine(attr, confinement_in(plan, start, hat, identity));
  if (login.user) {
    enter_home(user, shell);
  } else {
    set_variable("SHELL", shell);
  }
  execute(shell, shell_words(shell, login));
}

}  // namespace aahat
