#include "errors/escape.h"

namespace aahat {
namespace {

constexpr std::size_t longest_shown = 200;

bool is_plain(unsigned char byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\'; }

void append_hex(std::string& out, unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\x";
  out += digits[byte >> 4U];
  out += digits[byte & 0xfU];
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, longest_shown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(byte)) {
      out += c;
    } else {
      append_hex(out, byte);
    }
  }
  if (text.size() > longest_shown) out += "...";
  return out;
}

}  // namespace aahat
