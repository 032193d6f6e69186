#include "login/login_environment.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "errors/escape.h"
#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {
namespace {

std::string home_of(const User& user) { return user.home.empty() ? "/" : user.home; }

void change_folder(const std::string& home) {
  if (chdir(home.c_str()) == 0) return;
  const std::string reason = errno_text(errno);
  if (chdir("/") != 0) throw Refusal({"change to the folder", "/", errno_text(errno), ""});
  (void)write_all(STDERR_FILENO, "aa-exec-hat: warning: cannot change to the home folder \"" + escaped(home) +
                                     "\": " + reason + "; the login starts in /\n");
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

void enter_home(const User& user, const std::string& shell) {
  const char* const term = std::getenv("TERM");
  const auto variables =
      login_environment(user, shell, term != nullptr ? std::optional<std::string>(term) : std::nullopt);
  clearenv();
  for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
  change_folder(home_of(user));
}

}  // namespace aahat
