// php-fpm's own command line, read as php-fpm reads it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace aahat {

using Words = std::vector<std::string>;

/// What the words behind "php-fpm" say.
struct FpmArguments {
  std::optional<std::string> config;  // the last -y / --fpm-config, which is the one that php-fpm takes
  Words options;  // all others, one option and its value each their own words: "-c", "FILE"
};

/// Reads `words`, the arguments without argv[0], by the rules of php_getopt (main/getopt.c: "-yFILE",
/// "-y=FILE", "-y FILE", "-Fy FILE", "--fpm-config=FILE", "--fpm-config FILE") and the table of options in
/// sapi/fpm/fpm/fpm_main.c, the same in PHP 7.4 to 8.4. Throws Refusal for a word that php-fpm would not take
/// as an option, since behind it php-fpm would not see ours; and for options that start no pools (-t, -v, …).
FpmArguments parse_fpm_arguments(const Words& words);

}  // namespace aahat
