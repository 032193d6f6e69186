// Tables for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aahat {

using Cells = std::vector<std::string>;

/// `rows`, a line each, with `indent` in front and their cells in aligned columns, two blanks apart. Rows
/// need not have the same number of cells. Foreign text is escaped for a terminal; an empty cell is shown as
/// "-".
std::string aligned(const std::vector<Cells>& rows, std::string_view indent = "");

}  // namespace aahat
