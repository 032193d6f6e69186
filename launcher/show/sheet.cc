#include "show/sheet.h"

#include <algorithm>
#include <string_view>

#include "errors/escape.h"

namespace aahat {
namespace {

using Cells = std::vector<std::string>;

Cells escaped_cells(const Cells& cells) {
  Cells out;
  for (const std::string& cell : cells) out.push_back(cell.empty() ? "-" : escaped(cell));
  return out;
}

std::string aligned(const std::vector<Cells>& lines) {
  std::vector<std::size_t> widths;
  for (const Cells& cells : lines) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) widths[i] = std::max(widths[i], cells[i].size());
  }
  std::string out;
  for (const Cells& cells : lines) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      out += "  " + cells[i];
      if (i + 1 < cells.size()) out.append(widths[i] - cells[i].size(), ' ');
    }
    out += '\n';
  }
  return out;
}

std::string json_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\') {
      out += c;
    } else {
      out.append("\\u00").append({digits[byte >> 4U], digits[byte & 0xfU]});
    }
  }
  return out + '"';
}

std::string json_object(const Cells& keys, const Cells& values) {
  std::string out;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    out += (i == 0 ? "" : ", ") + json_string(keys[i]) + ": " + json_string(values[i]);
  }
  return "{" + out + "}";
}

std::string json_array(const Sheet& sheet) {
  std::string out;
  for (const Cells& row : sheet.rows)
    out += (out.empty() ? "\n    " : ",\n    ") + json_object(sheet.columns, row);
  return "[" + out + (out.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string as_text(const std::vector<Sheet>& sheets) {
  std::string out;
  for (const Sheet& sheet : sheets) {
    if (sheet.rows.empty()) continue;
    std::vector<Cells> lines{sheet.columns};
    for (const Cells& row : sheet.rows) lines.push_back(escaped_cells(row));
    out += (out.empty() ? "" : "\n") + sheet.title + "\n" + aligned(lines);
  }
  return out;
}

std::string as_json(const std::vector<Sheet>& sheets) {
  std::string out;
  for (const Sheet& sheet : sheets) {
    out += (out.empty() ? "\n  " : ",\n  ") + json_string(sheet.title) + ": " + json_array(sheet);
  }
  return "{" + out + "\n}\n";
}

}  // namespace aahat
