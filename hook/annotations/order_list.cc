#include "annotations/order_list.h"

#include <algorithm>
#include <string>

#include "annotations/wrong_key.h"

namespace aahat {
namespace {

constexpr std::string_view separators = ", \t";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
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
  const auto word = order_word(lower(text));
  return word == OrderWord::pool ? std::nullopt : word;
}

constexpr std::string_view not_a_word = " is not a word of its list";
constexpr Grammar<OrderWord> for_users{word_for_users, not_a_word, "the words are user, group, default"};
constexpr Grammar<OrderWord> for_pools{order_word, not_a_word,
                                       "the words are pool, user, group, default, in lower case"};

}  // namespace

Order parse_order(std::string_view key, std::string_view value) {
  constexpr std::string_view pam_option = "order=";
  if (lower(value.substr(0, pam_option.size())) == pam_option) value.remove_prefix(pam_option.size());
  return parse(key, value, for_users);
}

Order parse_pool_order(std::string_view key, std::string_view value) { return parse(key, value, for_pools); }

std::vector<HatName> parse_roles(std::string_view key, std::string_view value) {
  return parse(key, value, Grammar<HatName>{HatName::from, " is not the name of a hat", hat_name_grammar()});
}

}  // namespace aahat
