#include "annotations/values.h"

#include <algorithm>
#include <optional>

#include "annotations/spelling.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::string_view separators = ":, \t";
constexpr std::size_t longest_path = 1024;
constexpr std::string_view launchers_folder = "/run/aa-hat/";

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

/// Takes the first word off `rest`; empty: there is none.
std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(separators), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(separators));
  rest.remove_prefix(word.size());
  return word;
}

template <typename Word>
struct Grammar {
  std::optional<Word> (*read)(std::string_view);
  std::string_view refusal;
  std::string_view hint;
};

template <typename Word>
void append(std::vector<Word>& list, std::string_view text, std::string_view key,
            const Grammar<Word>& grammar) {
  const auto word = grammar.read(text);
  if (!word) {
    refuse_annotation(key, quoted(text) + std::string(grammar.refusal), std::string(grammar.hint));
  }
  if (std::find(list.begin(), list.end(), *word) != list.end()) {
    refuse_annotation(key, "the word " + quoted(text) + " is doubled", "name each word once");
  }
  list.push_back(*word);
}

template <typename Word>
std::vector<Word> parse(std::string_view key, std::string_view value, const Grammar<Word>& grammar) {
  std::vector<Word> list;
  for (auto word = take_word(value); !word.empty(); word = take_word(value)) {
    append(list, word, key, grammar);
  }
  if (list.empty()) refuse_annotation(key, "its list is empty", std::string(grammar.hint));
  return list;
}

std::optional<OrderWord> word_for_users(std::string_view text) {
  const auto word = order_word(in_lower_case(text));
  return word == OrderWord::pool ? std::nullopt : word;
}

constexpr std::string_view not_a_word = " is not a word of its list";
constexpr Grammar<OrderWord> for_users{word_for_users, not_a_word, "the words are user, group, default"};
constexpr Grammar<OrderWord> for_pools{order_word, not_a_word,
                                       "the words are pool, user, group, default, in lower case"};

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

void refuse_annotation(std::string_view key, std::string reason, std::string hint) {
  throw Refusal({"use the annotation", std::string(key), std::move(reason), std::move(hint)});
}

Order parse_order(std::string_view key, std::string_view value) {
  constexpr std::string_view pam_option = "order=";
  if (in_lower_case(value.substr(0, pam_option.size())) == pam_option) value.remove_prefix(pam_option.size());
  return parse(key, value, for_users);
}

Order parse_pool_order(std::string_view key, std::string_view value) { return parse(key, value, for_pools); }

std::vector<HatName> parse_roles(std::string_view key, std::string_view value) {
  return parse(key, value, Grammar<HatName>{HatName::from, " is not the name of a hat", hat_name_grammar()});
}

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
