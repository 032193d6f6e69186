#include "login/login_environment.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "entry/warn.h"
#include "errors/escape.h"
#include "errors/refusal.h"
#include "file/log.h"

namespace aahat {
namespace {

std::string home_of(const User& user) { return user.home.empty() ? "/" : user.home; }

void change_folder(const std::string& home) {
  if (chdir(home.c_str()) == 0) return;
  const std::string reason = errno_text(errno);
  if (chdir("/") != 0) throw Refusal({"change to the folder", "/", errno_text(errno), ""});
  tell_stderr(program_name, "warning: cannot change to the home folder \"" + escaped(home) + "\": " + reason +
                                "; the login starts in /\n");
}

}  // namespace

void set_variable(const std::string& name, const std::string& value) {
  if (setenv(name.c_str(), value.c_str(), 1) != 0)
    throw Refusal({"set the variable", name, errno_text(errno), ""});
}

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

void enter_home(const User& user, const std::string& shell) {
  const char* const term = std::getenv("TERM");
  const auto variables =
      login_environment(user, shell, term != nullptr ? std::optional<std::string>(term) : std::nullopt);
  if (clearenv() != 0) throw Refusal({"clear", "the environment", "the C library cannot", ""});
  for (const auto& [name, value] : variables) set_variable(name, value);
  change_folder(home_of(user));
}

}  // namespace aahat
