// What the user typed, as a type. What it means is for run, fpm and show.
#pragma once

#include <string>
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
};
struct ByCaller {};

/// `aa-exec-hat [--hat HAT | --pool POOL | --user USER] -- COMMAND [ARG...]`
struct RunCommand {
  std::variant<ByCaller, ByHat, ByPool, ByUser> who;
  Words command;
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

using Command = std::variant<RunCommand, FpmCommand, ShowCommand, HelpCommand, VersionCommand>;

/// Reads argv (without argv[0]). Everything behind the first `--` is the command, whatever it looks like; our
/// own options stand before it. Throws Refusal for anything else.
Command parse_arguments(const Words& words);

/// The text of `--help`.
std::string_view help_text();

}  // namespace aahat
