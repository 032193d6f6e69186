#include "plan/plan.h"

#include <linux/filter.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <set>

#include "plan/malformed.h"

namespace aahat {
namespace {

/// Takes the line "KEY VALUE\n" off `rest`, and returns VALUE.
std::string_view take_value(std::string_view& rest, std::string_view key) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  if (end == std::string_view::npos || !line.starts_with(key) || line.substr(key.size(), 1) != " ") {
    refuse_plan("there is no line \"" + std::string(key) + "\" where one belongs");
  }
  rest.remove_prefix(end + 1);
  return line.substr(key.size() + 1);
}

template <typename Word>
Word take_word(std::string_view& rest, std::string_view key, std::optional<Word> (*read)(std::string_view)) {
  if (const auto word = read(take_value(rest, key))) return *word;
  refuse_plan("the value of \"" + std::string(key) + "\" is malformed");
}

/// Calls `visit` for each of "WORD,WORD", also for those that are empty.
template <typename Visit>
void for_each_word(std::string_view list, Visit visit) {
  for (std::size_t comma = list.find(','); comma != std::string_view::npos; comma = list.find(',')) {
    visit(list.substr(0, comma));
    list.remove_prefix(comma + 1);
  }
  visit(list);
}

void append_word(Order& order, std::string_view text) {
  const auto word = order_word(text);
  if (!word || std::find(order.begin(), order.end(), *word) != order.end()) {
    refuse_plan("a list of words is malformed");
  }
  order.push_back(*word);
}

Order take_order(std::string_view& rest, std::string_view key) {
  Order order;
  const std::string_view list = take_value(rest, key);
  if (list.empty()) return order;
  for_each_word(list, [&](std::string_view word) { append_word(order, word); });
  return order;
}

Globs take_globs(std::string_view& rest, std::string_view key) {
  Globs globs;
  std::string_view list = take_value(rest, key);
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('\t'), list.size());
    globs.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return globs;
}

/// A size as std::to_string writes it, and no other way of writing it.
std::optional<std::size_t> size_in(std::string_view text) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc() || std::to_string(size) != text) return std::nullopt;
  return size;
}

/// Takes "KEY BYTES\n" and as many bytes off `rest`.
std::string_view take_bytes(std::string_view& rest, std::string_view key) {
  const auto size = size_in(take_value(rest, key));
  // The size is compared with what there is before it is used, so that no table reaches beyond the file.
  if (!size || *size > rest.size()) refuse_plan("the size of a table is malformed");
  const std::string_view bytes = rest.substr(0, *size);
  rest.remove_prefix(*size);
  return bytes;
}

/// Takes "table NAME BYTES\n" and its lines off `rest`.
Table take_table(std::string_view& rest, std::string_view name) {
  const std::string_view lines = take_bytes(rest, "table " + std::string(name));
  if (!lines.empty() && lines.back() != '\n') refuse_plan("a table does not end with a line");
  return Table(lines);
}

/// Takes a number off `rest`, with the blank behind it.
std::size_t take_number(std::string_view& rest) {
  const std::string_view digits = rest.substr(0, rest.find(' '));
  const auto number = size_in(digits);
  if (!number) refuse_plan("a filter's place is malformed");
  rest.remove_prefix(std::min(rest.size(), digits.size() + 1));
  return *number;
}

constexpr std::size_t longest_filter = BPF_MAXINSNS * sizeof(sock_filter);

/// "FLAGS OFFSET LENGTH" → the filter, whose bytes are in `code`.
Filter filter_in(std::string_view code, std::string_view place) {
  std::string_view rest = place;
  const std::size_t flags = take_number(rest);
  const std::size_t offset = take_number(rest);
  const std::size_t length = take_number(rest);
  // Nothing is added up before it is known to be small: the sum could wrap around.
  const bool is_program = length > 0 && length <= longest_filter && length % sizeof(sock_filter) == 0;
  const bool is_inside = offset <= code.size() && length <= code.size() - offset;
  if (!rest.empty() || place.back() == ' ' || !is_program || !is_inside || flags > UINT_MAX) {
    refuse_plan("a filter's place is malformed");
  }
  return {std::string(code.substr(offset, length)), static_cast<unsigned>(flags)};
}

/// A value that is no hat is a refusal, never a missing rule: else damage would let `order` decide where a
/// rule should.
HatName hat_of(std::string_view value) {
  const auto hat = HatName::from(value);
  if (!hat) refuse_plan("a rule names something that cannot be a hat");
  return *hat;
}

std::vector<HatName> hats_in(std::string_view list) {
  std::vector<HatName> hats;
  for_each_word(list, [&](std::string_view word) { hats.push_back(hat_of(word)); });
  return hats;
}

std::optional<HatName> hat_in(const Table& table, std::string_view key) {
  const auto value = table.find(key);
  return value ? std::optional(hat_of(*value)) : std::nullopt;
}

}  // namespace

void Plan::take_head(std::string_view& rest) {
  profile_ = ProfileName::from(take_value(rest, "profile"));
  if (!profile_) refuse_plan("it names no profile");
  order_ = take_order(rest, "order");
  pool_order_ = take_order(rest, "pool-order");
  session_ = take_word(rest, "session", session_word);
  seal_ = take_word(rest, "seal", seal_word);
  listen_ = take_word(rest, "listen", listen_word);
  no_new_privs_ = take_word(rest, "no-new-privs", truth_word);
  allowed_ = take_globs(rest, "hats");
  native_ = take_word(rest, "native", truth_word);
  shell_ = take_value(rest, "shell");
  engine_ = take_value(rest, "engine");
  seccomp_ = take_value(rest, "seccomp");
}

void Plan::take_tables(std::string_view& rest) {
  pools_ = take_table(rest, "pool");
  users_ = take_table(rest, "user");
  roles_ = take_table(rest, "roles");
  shells_ = take_table(rest, "shell");
  no_new_privs_of_ = take_table(rest, "no-new-privs");
  loaded_ = take_table(rest, "loaded");
  seccomp_of_ = take_table(rest, "seccomp");
  filters_ = take_table(rest, "filter");
  code_ = take_bytes(rest, "filters");
}

Plan Plan::read(std::string_view text) {
  std::string_view rest = text;
  if (take_value(rest, "aa-hat-plan") != "1") refuse_plan("it is of another version");
  Plan plan;
  plan.take_head(rest);
  plan.take_tables(rest);
  if (rest != "end\n") refuse_plan("it does not end where it should");
  return plan;
}

std::optional<HatName> Plan::hat_of_pool(std::string_view pool) const { return hat_in(pools_, pool); }

std::optional<HatName> Plan::hat_of_user(std::string_view user) const { return hat_in(users_, user); }

std::vector<HatName> Plan::roles_of(std::string_view user) const {
  const auto list = roles_.find(user);
  return list ? hats_in(*list) : std::vector<HatName>{};
}

std::string_view Plan::shell_of(std::string_view user) const { return shells_.find(user).value_or(shell_); }

std::vector<HatName> Plan::hats() const {
  std::set<HatName> all;
  const auto add = [&](std::string_view, std::string_view hat) { all.insert(hat_of(hat)); };
  pools_.for_each(add);
  users_.for_each(add);
  roles_.for_each([&](std::string_view, std::string_view list) {
    for (const HatName& hat : hats_in(list)) all.insert(hat);
  });
  return {all.begin(), all.end()};
}

bool Plan::no_new_privs(const HatName& hat) const {
  const auto value = no_new_privs_of_.find(hat.text());
  if (!value) return no_new_privs_;
  const auto truth = truth_word(*value);
  if (!truth) refuse_plan("a switch is neither true nor false");
  return *truth;
}

std::optional<std::string_view> Plan::seccomp(const std::optional<HatName>& hat) const {
  if (hat) {
    if (const auto own = seccomp_of_.find(hat->text())) return own;
  }
  return seccomp_.empty() ? std::nullopt : std::optional(seccomp_);
}

std::optional<Filter> Plan::filter(const std::optional<HatName>& hat) const {
  const auto name = seccomp(hat);
  if (!name) return std::nullopt;
  const auto place = filters_.find(*name);
  // A name without its program is a refusal, never a missing filter.
  if (!place) refuse_plan("a seccomp profile has no filter");
  return filter_in(code_, *place);
}

}  // namespace aahat
