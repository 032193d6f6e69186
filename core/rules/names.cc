#include "rules/names.h"

#include <algorithm>

namespace aahat {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_subject = 255;
constexpr std::string_view invented_by_kernel = "null-";

// <cctype> would ask the locale, and its functions are undefined for negative chars.
bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_char(char c) {
  return is_alphanumeric(c) || std::string_view("._+@-").find(c) != std::string_view::npos;
}

// What is left out separates: `/` paths and labels, the quotes and `\` shells and JSON, `[ ] ; =` php-fpm's
// sections and settings, `,` lists; tabs and newlines the plan.
bool is_subject_char(char c) {
  return c > ' ' && c <= '~' && std::string_view("/\\\"'[];=,").find(c) == std::string_view::npos;
}

}  // namespace

bool is_plain_name(std::string_view text) {
  if (text.empty() || text.size() > longest_name) return false;
  if (text.front() == '.' || text.front() == '-') return false;
  return std::all_of(text.begin(), text.end(), is_name_char);
}

std::optional<HatName> HatName::from(std::string_view text) {
  if (!is_plain_name(text) || text.starts_with(invented_by_kernel)) return std::nullopt;
  return HatName(text);
}

std::string_view hat_name_grammar() {
  return "a hat's name is 1 to 64 of A-Z a-z 0-9 . _ + @ -, and does not start with \".\", \"-\" or "
         "\"null-\"";
}

bool is_subject_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_subject &&
         std::all_of(text.begin(), text.end(), is_subject_char);
}

std::optional<SeccompName> SeccompName::from(std::string_view text) {
  if (!is_plain_name(text)) return std::nullopt;
  return SeccompName(text);
}

std::string_view seccomp_name_grammar() {
  return "a seccomp profile's name is 1 to 64 of A-Z a-z 0-9 . _ + @ -, and does not start with \".\" or "
         "\"-\"; its file has .json behind it";
}

}  // namespace aahat
