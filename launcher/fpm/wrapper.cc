#include "fpm/wrapper.h"

#include <algorithm>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::string_view version_line = ";aa-hat-fpm 1";
constexpr std::string_view program_key = ";program ";
constexpr std::string_view config_key = ";config ";

bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }

void require_path(const std::string& path, std::string_view forbidden) {
  const bool is_plain = std::all_of(path.begin(), path.end(), [&](char c) {
    return is_printable(c) && forbidden.find(c) == std::string_view::npos;
  });
  if (path.starts_with('/') && is_plain) return;
  std::string reason = "it must be an absolute path of printable ASCII";
  if (!forbidden.empty()) reason += " without any of " + std::string(forbidden);
  throw Refusal({"write into a php-fpm configuration the path", path, reason, ""});
}

/// In quotes, so that a blank stays and a hat called "on" is not turned into "1".
std::string setting(std::string_view key, std::string_view value) {
  return std::string(key) + " = \"" + std::string(value) + "\"\n";
}

std::string section(std::string_view name) { return "[" + std::string(name) + "]\n"; }

std::string include(const FpmSource& source) { return setting("include", source.config); }

/// The rest of the first line of `text`, behind `key`. Takes the line off.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view key) {
  const std::size_t newline = text.find('\n');
  if (!text.starts_with(key) || newline == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(key.size(), newline - key.size());
  text.remove_prefix(newline + 1);
  return rest;
}

}  // namespace

void require_writable(const FpmSource& source) {
  require_path(source.program, "");
  require_path(source.config, "*?[]{}\\\"'$;");
}

bool is_section_name(std::string_view name) {
  return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '@' || c == '+' || c == '-';
  });
}

std::string learning_wrapper(const FpmSource& source, std::string_view probe) {
  return include(source) + section(probe) + "user = 65534\ngroup = 65534\nlisten = /" + std::string(probe) +
         "\npm = static\npm.max_children = 1\n" + setting("apparmor_hat", probe) + section("global") +
         "error_log = /dev/null\nlog_level = notice\n";
}

std::string final_wrapper(const FpmSource& source, const std::vector<std::pair<std::string, HatName>>& hats) {
  std::string out;
  out.append(version_line).append("\n");
  out.append(program_key).append(source.program).append("\n");
  out.append(config_key).append(source.config).append("\n");
  out.append(include(source));
  for (const auto& [pool, hat] : hats) out.append(section(pool)).append(setting("apparmor_hat", hat.text()));
  return out;
}

std::optional<FpmSource> source_of(std::string_view text) {
  const auto version = take_line(text, version_line);
  const auto program = take_line(text, program_key);
  const auto config = take_line(text, config_key);
  if (!version || !version->empty() || !program || !config) return std::nullopt;
  return FpmSource{std::string(*program), std::string(*config)};
}

}  // namespace aahat
