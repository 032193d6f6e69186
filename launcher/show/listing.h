// Rows for people and for programs: one content, two written forms.
#pragma once

#include <string>
#include <vector>

namespace aahat {

struct Listing {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // each as long as columns; foreign text as it is
};

/// Titles, then aligned columns; every cell is escaped for a terminal.
std::string as_text(const std::vector<Listing>& listings);

/// {"TITLE": [{"COLUMN": "CELL", …}, …], …}. Bytes that are not ASCII become \u00XX, since foreign names may
/// not be UTF-8.
std::string as_json(const std::vector<Listing>& listings);

}  // namespace aahat
