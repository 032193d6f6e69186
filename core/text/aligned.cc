#include "text/aligned.h"

#include <algorithm>

#include "errors/escape.h"

namespace aahat {
namespace {

constexpr std::size_t gap = 2;

std::vector<Cells> shown(const std::vector<Cells>& rows) {
  std::vector<Cells> out;
  for (const Cells& row : rows) {
    Cells& cells = out.emplace_back();
    for (const std::string& cell : row) cells.push_back(cell.empty() ? "-" : escaped(cell));
  }
  return out;
}

std::vector<std::size_t> widths_of(const std::vector<Cells>& rows) {
  std::vector<std::size_t> widths;
  for (const Cells& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  return widths;
}

}  // namespace

std::string aligned(const std::vector<Cells>& rows, std::string_view indent) {
  const std::vector<Cells> cells = shown(rows);
  const std::vector<std::size_t> widths = widths_of(cells);
  std::string out;
  for (const Cells& row : cells) {
    out += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row[i];
      if (i + 1 < row.size()) out.append(widths[i] + gap - row[i].size(), ' ');
    }
    out += '\n';
  }
  return out;
}

}  // namespace aahat
