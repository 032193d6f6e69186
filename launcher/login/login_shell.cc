#include "login/login_shell.h"

#include <sys/stat.h>

#include "errors/refusal.h"

namespace aahat {
namespace {

bool is_same_file(const std::string& path, const std::string& other) {
  struct stat one {};
  struct stat two {};
  return stat(path.c_str(), &one) == 0 && stat(other.c_str(), &two) == 0 && one.st_dev == two.st_dev &&
         one.st_ino == two.st_ino;
}

std::string chosen(const Plan& plan, const User& user, const std::string& launcher) {
  const std::string_view annotated = plan.shell_of(user.name);
  if (!annotated.empty()) return std::string(annotated);
  return user.shell.empty() || is_same_file(user.shell, launcher) ? "/bin/sh" : user.shell;
}

}  // namespace

std::string login_shell(const Plan& plan, const User& user, const std::string& launcher) {
  std::string shell = chosen(plan, user, launcher);
  const auto refuse = [&](const char* reason) {
    throw Refusal({"use the login shell", shell, reason, "name the real one by io.aa-hat.shell"});
  };
  if (!shell.starts_with('/')) refuse("it is not an absolute path");
  if (is_same_file(shell, launcher)) refuse("it is the launcher itself");
  return shell;
}

}  // namespace aahat
