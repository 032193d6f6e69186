// What the user typed, as a type. What it means is for run, login, fpm and show.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aahat {

using Words = std::vector<std::string>;

struct ByHat {
  std::string hat;
};
struct ByPool {
  std::string pool;
};
struct ByUser {
  std::string user;
  std::optional<std::string> role = std::nullopt;
};
struct ByCaller {};

/// `aa-exec-hat [--hat HAT | --pool POOL | --user USER [--role HAT]] -- COMMAND [ARG...]`
struct RunCommand {
  std::variant<ByCaller, ByHat, ByPool, ByUser> who;
  Words command;
};

/// `aa-exec-hat login [--user USER] [--role HAT] [-c COMMAND]`, or the same options behind aa-hat-shell.
struct LoginCommand {
  bool is_login = true;                // the shell is told so, by a dash in front of its name
  std::optional<std::string> user;     // none: the calling user
  std::optional<std::string> role;     // none: the user's own hat
  std::optional<std::string> command;  // for the shell, as it is; none: interactive
};

/// `aa-exec-hat fpm [--native] -- php-fpm [ARG...]`
struct FpmCommand {
  Words command;
};

/// `aa-exec-hat show [--json] [-- php-fpm ARG...]`
struct ShowCommand {
  bool json = false;
  Words fpm_command;
};

struct HelpCommand {};
struct VersionCommand {};

using Command = std::variant<RunCommand, LoginCommand, FpmCommand, ShowCommand, HelpCommand, VersionCommand>;

/// Whether `name`, argv[0], is aa-hat-shell or -aa-hat-shell (sshd, login, su: what passwd names, a dash in
/// front for a login). Then this is a login shell, and no word makes it anything else.
bool is_login_shell(std::string_view name);

/// Reads argv. Where it is no login shell, everything behind the first `--` is the command, whatever it looks
/// like; our own options stand before it. Throws Refusal for anything else.
Command parse_arguments(std::string_view name, const Words& words);

/// The text of `--help`.
std::string_view help_text();

}  // namespace aahat
