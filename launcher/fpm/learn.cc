#include "fpm/learn.h"

#include <sys/random.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>

#include "errors/escape.h"
#include "errors/refusal.h"
#include "fpm/capture.h"
#include "fpm/fpm.h"
#include "fpm/program.h"
#include "fpm/sealed_file.h"

namespace aahat {
namespace {

constexpr std::string_view told = "configuration file ";
constexpr std::string_view passed = " test is successful";

/// The last five lines of `text` that say something, fit for a message.
std::string last_words(std::string_view text) {
  std::vector<std::string> lines;
  while (lines.size() < 5 && !text.empty()) {
    const std::size_t begin = text.find_last_of('\n') + 1;  // 0 where there is none
    const std::string_view line = text.substr(begin);
    text = text.substr(0, begin == 0 ? 0 : begin - 1);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) lines.push_back(escaped(line));
  }
  if (lines.empty()) return "it says nothing";
  std::reverse(lines.begin(), lines.end());
  std::string out = "it says";
  for (const std::string& line : lines) out.append(" \"").append(line).append("\"");
  return out;
}

/// Runs php-fpm, under the same argv[0] as later: php-fpm looks for a php.ini beside it.
Captured run(const std::string& program, const Words& options, const Words& more, int kept) {
  Words argv{launcher_path};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.insert(argv.end(), more.begin(), more.end());
  // opcache.preload would run scripts, here too, and in the profile itself.
  argv.insert(argv.end(), {"-d", "opcache.enable=0"});
  return capture(program, argv, kept);
}

bool succeeded(const Captured& said) {
  return WIFEXITED(said.wait_status) && WEXITSTATUS(said.wait_status) == 0;
}

/// FILE of "… configuration file FILE test is successful".
std::optional<std::string> tested_file(std::string_view text) {
  const std::size_t end = text.rfind(passed);
  if (end == std::string_view::npos) return std::nullopt;
  const std::size_t line = text.find_last_of('\n', end) + 1;
  const std::size_t begin = text.find(told, line);
  if (begin == std::string_view::npos || begin > end) return std::nullopt;
  return std::string(text.substr(begin + told.size(), end - begin - told.size()));
}

std::string ask_config(const std::string& program, const Words& options) {
  const Captured said = run(program, options, {"-t"}, -1);
  const auto file = succeeded(said) ? tested_file(said.text) : std::nullopt;
  if (file) return *file;
  throw Refusal({"learn the configuration file of", program,
                 "php-fpm -t fails or does not tell: " + last_words(said.text),
                 "name the file: php-fpm -y FILE (with a log_level above notice, php-fpm -t is silent)"});
}

std::string fresh_name() {
  std::uint64_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) {
    throw Refusal({"get random bytes", "", errno_text(errno), ""});
  }
  return "aa-hat-" + std::to_string(number);
}

[[noreturn]] void refuse_failed(const FpmInvocation& invocation, const std::string& text) {
  if (text.find("unknown entry 'apparmor_hat'") != std::string::npos) {
    throw Refusal(
        {"give pools their hats in", invocation.source.program, "it was built without AppArmor",
         "use a php-fpm built with --with-fpm-apparmor, such as Debian's; the official Docker images "
         "and Alpine have none"});
  }
  throw Refusal(
      {"learn the pools from", invocation.source.program, "php-fpm -tt fails: " + last_words(text), ""});
}

}  // namespace

FpmInvocation read_launch(const std::vector<std::string>& command) {
  FpmArguments arguments = parse_fpm_arguments(Words(command.begin() + 1, command.end()));
  FpmSource source{find_program(command.front()), ""};
  source.config = arguments.config ? *arguments.config : ask_config(source.program, arguments.options);
  require_writable(source);
  return {source, arguments.options};
}

std::vector<Pool> learn_pools(const FpmInvocation& invocation) {
  // A name that no pool can have: its settings would be hidden behind ours.
  const std::string probe = fresh_name();
  const Fd wrapper = sealed_file(learning_wrapper(invocation.source, probe));
  // -n: pools do not depend on php.ini and its extensions, which take up half of php-fpm's start.
  const Captured said = run(invocation.source.program, invocation.options,
                            {"-tt", "-y", name_of(wrapper), "-n"}, wrapper.get());
  if (!succeeded(said)) refuse_failed(invocation, said.text);
  std::vector<Pool> pools = parse_dump(said.text);
  if (pools.empty() || pools.back().name != probe) {
    throw Refusal(
        {"learn the pools from", invocation.source.program, "php-fpm -tt does not print them all", ""});
  }
  pools.pop_back();
  if (pools.empty()) throw Refusal({"learn the pools from", invocation.source.program, "it has none", ""});
  return pools;
}

}  // namespace aahat
