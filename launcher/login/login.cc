#include "login/login.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "entry/confine.h"
#include "entry/execute.h"
#include "errors/escape.h"
#include "errors/refusal.h"
#include "file/log.h"
#include "login/login_shell.h"

namespace aahat {
namespace {

std::string home_of(const User& user) { return user.home.empty() ? "/" : user.home; }

void change_folder(const std::string& home) {
  if (chdir(home.c_str()) == 0) return;
  const std::string reason = errno_text(errno);
  if (chdir("/") != 0) throw Refusal({"change to the folder", "/", errno_text(errno), ""});
  tell_stderr(launcher_name, "warning: cannot change to the home folder \"" + escaped(home) +
                                 "\": " + reason + "; the login starts in /\n");
}

/// A tenant's program must not run with half an environment.
void set_variable(const std::string& name, const std::string& value) {
  if (setenv(name.c_str(), value.c_str(), 1) != 0)
    throw Refusal({"set the variable", name, errno_text(errno), ""});
}

/// Makes what su -l gives the environment, and the home folder the working directory: as the user, since
/// root's rights (or on NFS root's lack of them) are not the user's. Where it cannot be entered, warns and
/// goes to `/`, as sshd does.
void enter_home(const User& user, const std::string& shell) {
  const char* const term = std::getenv("TERM");
  const auto variables =
      login_environment(user, shell, term != nullptr ? std::optional<std::string>(term) : std::nullopt);
  if (clearenv() != 0) throw Refusal({"clear", "the environment", "the C library cannot", ""});
  for (const auto& [name, value] : variables) set_variable(name, value);
  change_folder(home_of(user));
}

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

std::vector<std::pair<std::string, std::string>> login_environment(const User& user, const std::string& shell,
                                                                   const std::optional<std::string>& term) {
  // The PATHs of su(1), where /etc/login.defs says nothing else. We do not read that: it is the image's.
  const char* const path = user.uid == 0 ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
                                         : "/usr/local/bin:/usr/bin:/bin";
  std::vector<std::pair<std::string, std::string>> out{
      {"HOME", home_of(user)}, {"SHELL", shell}, {"USER", user.name}, {"LOGNAME", user.name}, {"PATH", path}};
  if (term) out.emplace_back("TERM", *term);
  return out;
}

void login(const Plan& plan, const LoginCommand& login) {
  const User user = login.user ? user_named(*login.user) : known_calling_user();
  const std::string shell = login_shell(plan, user);
  ProcAttr attr;  // opened while we may: after setuid the attr file belongs to root
  const Start start = start_in_profile(attr, plan);
  const auto hat = hat_of(Chooser(attr, plan, start), user, role_of(login));
  const auto identity =
      login.user ? std::optional(Identity{user.uid, user.gid, groups_of(user)}) : std::nullopt;
  confine(attr, confinement_in(plan, start, hat, identity));
  if (login.user) {
    enter_home(user, shell);
  } else {
    set_variable("SHELL", shell);
  }
  execute(shell, shell_words(shell, login));
}

}  // namespace aahat
