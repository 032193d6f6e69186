#include "plan/malformed.h"
#include "plan/plan.h"

namespace aahat {
namespace {

/// Where the line begins that holds the byte at `at`.
std::size_t line_start(std::string_view lines, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : lines.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

}  // namespace

std::pair<std::string_view, std::string_view> Table::take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  const std::size_t tab = line.find('\t');
  if (end == std::string_view::npos || tab == std::string_view::npos) {
    refuse_plan("a line of a table is malformed");
  }
  rest.remove_prefix(end + 1);
  return {line.substr(0, tab), line.substr(tab + 1)};
}

std::optional<std::string_view> Table::find(std::string_view key) const {
  // Both ends always stand at the start of a line, and each turn brings them at least one line together.
  std::size_t low = 0;
  std::size_t high = lines_.size();
  while (low < high) {
    const std::size_t middle = line_start(lines_, low + (high - low) / 2);
    std::string_view rest = lines_.substr(middle);
    const auto [found, value] = take_line(rest);
    if (found == key) return value;
    if (found < key) {
      low = lines_.size() - rest.size();
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace aahat
