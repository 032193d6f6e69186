#include "annotations/nearest.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace aahat {
namespace {

constexpr std::size_t furthest = 2;
constexpr std::size_t longest_typed = 32;

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '-' || c == '_') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
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

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known) {
  // The work grows with the length, and megabytes of key are no slip of the finger.
  if (typed.size() > longest_typed) return std::nullopt;
  const std::string wanted = folded(typed);
  std::optional<std::string_view> best;
  std::size_t best_distance = furthest + 1;
  for (const std::string_view word : known) {
    const std::size_t found = distance(wanted, folded(word));
    if (found < best_distance) {
      best = word;
      best_distance = found;
    }
  }
  return best;
}

}  // namespace aahat
