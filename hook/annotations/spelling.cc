#include "annotations/spelling.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace aahat {
namespace {

constexpr std::size_t furthest = 2;
constexpr std::size_t longest_typed = 32;

std::string_view without_leading_separators(std::string_view text) {
  while (!text.empty() && separates(text.front())) text.remove_prefix(1);
  return text;
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!separates(c)) out += lower(c);
  }
  return out;
}

/// Levenshtein's distance, one row of his table at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({changed, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

bool separates(char c) { return std::string_view("./_- \t\n\v\f\r").find(c) != std::string_view::npos; }

std::optional<std::string_view> behind(std::string_view start, std::string_view text) {
  text = without_leading_separators(text);
  for (std::size_t i = 0; i < start.size(); ++i) {
    const bool between = separates(start[i]);
    if (text.empty() || (between ? !separates(text.front()) : lower(text.front()) != start[i])) {
      return std::nullopt;
    }
    text.remove_prefix(1);
    if (between && i + 1 < start.size()) text = without_leading_separators(text);
  }
  return text;
}

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known) {
  // The work grows with the length, and megabytes of key are no slip of the finger.
  if (typed.size() > longest_typed) return std::nullopt;
  const std::string wanted = letters_of(typed);
  std::optional<std::string_view> best;
  std::size_t best_distance = furthest + 1;
  for (const std::string_view word : known) {
    const std::size_t found = distance(wanted, letters_of(word));
    if (found < best_distance) {
      best = word;
      best_distance = found;
    }
  }
  return best;
}

}  // namespace aahat
