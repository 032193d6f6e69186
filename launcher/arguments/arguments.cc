#include "arguments/arguments.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "errors/refusal.h"

namespace aahat {
namespace {

[[noreturn]] void refuse(const std::string& subject, const std::string& reason) {
  throw Refusal({"understand the command line", subject, reason, "aa-exec-hat --help"});
}

/// Our own words, and the command behind the first `--`. They are split before any option is read: what
/// belongs to the command can then never be taken for an option of ours.
struct Split {
  Words ours;
  std::optional<Words> command;
};

Split split(const Words& words) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  Split out{{words.begin(), dashes}, std::nullopt};
  if (dashes != words.end()) out.command = Words(dashes + 1, words.end());
  return out;
}

Words command_of(const Split& split, const char* what) {
  if (!split.command) refuse("", std::string(what) + " must follow behind \"--\"");
  if (split.command->empty()) refuse("--", std::string("there is no ") + what + " behind it");
  return *split.command;
}

/// The value of option `name` at words[at]: `--name VALUE` or `--name=VALUE`. Nothing where words[at] is
/// another word.
std::optional<std::string> option_value(const Words& words, std::size_t& at, std::string_view name) {
  const std::string_view word = words[at];
  if (word.starts_with(name) && word.substr(name.size()).starts_with('=')) {
    return std::string(word.substr(name.size() + 1));
  }
  if (word != name) return std::nullopt;
  if (at + 1 == words.size()) refuse(std::string(name), "its value is missing");
  return words[++at];
}

template <typename Who>
bool take_who(RunCommand& run, const Words& words, std::size_t& at, std::string_view name) {
  const auto value = option_value(words, at, name);
  if (!value) return false;
  if (value->empty()) refuse(std::string(name), "its value is empty");
  if (!std::holds_alternative<ByCaller>(run.who))
    refuse(std::string(name), "only one of --hat, --pool, --user");
  run.who = Who{*value};
  return true;
}

/// Takes an option that may stand once.
bool take_once(std::optional<std::string>& into, const Words& words, std::size_t& at, std::string_view name) {
  auto value = option_value(words, at, name);
  if (!value) return false;
  if (value->empty()) refuse(std::string(name), "its value is empty");
  if (into) refuse(std::string(name), "it is doubled");
  into = std::move(value);
  return true;
}

void set_role(RunCommand& run, const std::string& role) {
  ByUser* const user = std::get_if<ByUser>(&run.who);
  if (user == nullptr) refuse("--role", "it needs --user");
  user->role = role;
}

RunCommand parse_run(const Split& split) {
  RunCommand run;
  std::optional<std::string> role;
  for (std::size_t at = 0; at < split.ours.size(); ++at) {
    const bool known =
        take_who<ByHat>(run, split.ours, at, "--hat") || take_who<ByPool>(run, split.ours, at, "--pool") ||
        take_who<ByUser>(run, split.ours, at, "--user") || take_once(role, split.ours, at, "--role");
    if (!known) refuse(split.ours[at], "it is neither an option nor a command of aa-exec-hat");
  }
  if (role) set_role(run, *role);
  run.command = command_of(split, "COMMAND");
  return run;
}

/// Takes `-c COMMAND`. Not `-cCOMMAND`, and not `-c=COMMAND`: nobody who starts a login shell writes these.
bool take_command(LoginCommand& login, const Words& words, std::size_t& at) {
  if (words[at] != "-c") return false;
  if (login.command) refuse("-c", "it is doubled");
  if (at + 1 == words.size()) refuse("-c", "its COMMAND is missing");
  login.command = words[++at];
  return true;
}

/// `words` are not split at "--": it may be the COMMAND of -c.
LoginCommand parse_login(const Words& words, bool is_login) {
  LoginCommand login{is_login, {}, {}, {}};
  for (std::size_t at = 0; at < words.size(); ++at) {
    const bool known = take_command(login, words, at) || take_once(login.user, words, at, "--user") ||
                       take_once(login.role, words, at, "--role");
    if (!known) refuse(words[at], "a login has no such option");
  }
  return login;
}

FpmCommand parse_fpm(const Split& split) {
  for (std::size_t at = 1; at < split.ours.size(); ++at) {
    if (split.ours[at] == "--per-pool")
      refuse("--per-pool", "this version does not build it; use fpm --native");
    if (split.ours[at] != "--native") refuse(split.ours[at], "fpm has no such option");
  }
  if (split.ours.size() != 2) refuse("fpm", "it needs --native, once");
  return {command_of(split, "php-fpm")};
}

ShowCommand parse_show(const Split& split) {
  ShowCommand show;
  for (std::size_t at = 1; at < split.ours.size(); ++at) {
    if (split.ours[at] != "--json") refuse(split.ours[at], "show has no such option");
    show.json = true;
  }
  if (split.command) show.fpm_command = command_of(split, "php-fpm");
  return show;
}

constexpr std::string_view shell_name = "aa-hat-shell";

bool has_dash(std::string_view name) { return name.starts_with('-'); }

}  // namespace

bool is_login_shell(std::string_view name) {
  const std::string_view path = name.substr(has_dash(name) ? 1 : 0);
  return path.substr(path.rfind('/') + 1) == shell_name;
}

Command parse_arguments(std::string_view name, const Words& words) {
  if (is_login_shell(name)) return parse_login(words, has_dash(name));
  if (!words.empty() && words.front() == "login") return parse_login({words.begin() + 1, words.end()}, true);
  const Split parts = split(words);
  const std::string_view first = parts.ours.empty() ? "" : std::string_view(parts.ours.front());
  if (first == "--help" || first == "-h") return HelpCommand{};
  if (first == "--version" || first == "-V") return VersionCommand{};
  if (first == "fpm") return parse_fpm(parts);
  if (first == "show") return parse_show(parts);
  return parse_run(parts);
}

std::string_view help_text() {
  return R"(aa-exec-hat - run commands, logins and the pools of php-fpm in AppArmor hats of this container's profile

  aa-exec-hat [--hat HAT | --pool POOL | --user USER [--role HAT]] -- COMMAND [ARG...]
  aa-exec-hat login [--user USER] [--role HAT] [-c COMMAND]
  aa-exec-hat fpm --native -- php-fpm [ARG...]
  aa-exec-hat show [--json] [-- php-fpm ARG...]

Running a command
  --hat HAT     in hat HAT, as the calling user
  --pool POOL   in the hat that the annotations give to php-fpm pool POOL, as the calling user
  --user USER   as USER (needs root), in the hat that the annotations give to USER's logins
  none of them  in the calling user's own hat

Logging in
  login         a login shell for the calling user, in his own hat; as aa-hat-shell it stands in /etc/passwd
  --user USER   for USER (needs root), with the identity, folder and environment of su -l
  --role HAT    in another hat, if it is one of the user's roles; AA_HAT_ROLE in the environment asks too
  -c COMMAND    the shell executes COMMAND

php-fpm
  fpm --native  one master; each pool's workers enter their hat by php-fpm's own apparmor_hat. Pools, users and
                sockets are learnt from php-fpm itself, and checked again at each reload (SIGUSR2). Needs a php-fpm
                built with AppArmor, a container without no_new_privs, and child profiles as hats.

Seeing
  show          what each rule, pool and user would get, and why; changes nothing. --json for programs.

The plan lies in /run/aa-hat, where aa-hat-hook put it; its rules are annotations of the container:
  io.aa-hat.pool.NAME=HAT   io.aa-hat.user.NAME=HAT   io.aa-hat.order=user:group:default
  io.aa-hat.roles.NAME=HAT:HAT   io.aa-hat.shell=/bin/bash   …

Exit status: the command's own; 125 where aa-exec-hat itself refuses, 126 where COMMAND cannot be executed,
127 where it is not found. Nothing is printed on success.

  aa-exec-hat --pool shop -- /usr/bin/php /srv/shop/cron.php
  aa-exec-hat login --user tom --role admin
  aa-exec-hat fpm --native -- php-fpm8.2 --nodaemonize

See aa-exec-hat(1) and aa-hat-hook(8).
)";
}

}  // namespace aahat
