#include "annotations/shell_path.h"

#include <algorithm>

#include "annotations/wrong_key.h"

namespace aahat {
namespace {

constexpr std::size_t longest_path = 1024;
constexpr std::string_view launchers_folder = "/run/aa-hat/";

bool is_path_char(char c) { return c > ' ' && c <= '~'; }

bool is_plain_part(std::string_view part) { return !part.empty() && part != "." && part != ".."; }

bool has_plain_parts(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view part = path.substr(0, path.find('/'));
    if (!is_plain_part(part)) return false;
    path.remove_prefix(part.size());
  }
  return true;
}

}  // namespace

std::string parse_shell(std::string_view key, std::string_view value) {
  const bool is_path = value.starts_with('/') && value.size() <= longest_path &&
                       std::all_of(value.begin(), value.end(), is_path_char) && has_plain_parts(value);
  if (!is_path) {
    refuse_annotation(key, quoted(value) + " is not the path of a shell",
                      "write an absolute path of printable ASCII without blanks, such as /bin/sh");
  }
  if (value.starts_with(launchers_folder)) {
    refuse_annotation(key, "it names the launcher itself, which needs a real shell to execute",
                      "name the real shell, such as /bin/sh; aa-hat-shell stands in passwd");
  }
  return std::string(value);
}

}  // namespace aahat
