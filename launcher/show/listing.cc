#include "show/listing.h"

#include <string_view>

#include "text/aligned.h"

namespace aahat {
namespace {

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

std::string json_array(const Listing& listing) {
  std::string out;
  for (const Cells& row : listing.rows)
    out += (out.empty() ? "\n    " : ",\n    ") + json_object(listing.columns, row);
  return "[" + out + (out.empty() ? "]" : "\n  ]");
}

}  // namespace

std::string as_text(const std::vector<Listing>& listings) {
  std::string out;
  for (const Listing& listing : listings) {
    if (listing.rows.empty()) continue;
    std::vector<Cells> lines{listing.columns};
    lines.insert(lines.end(), listing.rows.begin(), listing.rows.end());
    out += (out.empty() ? "" : "\n") + listing.title + "\n" + aligned(lines, "  ");
  }
  return out;
}

std::string as_json(const std::vector<Listing>& listings) {
  std::string out;
  for (const Listing& listing : listings) {
    out += (out.empty() ? "\n  " : ",\n  ") + json_string(listing.title) + ": " + json_array(listing);
  }
  return "{" + out + "\n}\n";
}

}  // namespace aahat
