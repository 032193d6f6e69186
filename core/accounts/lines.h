// The lines of a passwd(5) or group(5) that hold an entry, in constant memory.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "accounts/source.h"

namespace aahat {

class Lines {
 public:
  /// Lines of `source`, which must outlive this, each shorter than `longest` bytes.
  Lines(Source& source, std::size_t longest) : source_(source), longest_(longest) {}

  /// The next line that can hold an entry, without blanks in front and without its newline; nothing at the
  /// end. It is a view that lives until the next call. Empty lines, comments and NIS lines are passed over.
  /// Throws Refusal for a line or a file that is too long.
  std::optional<std::string_view> next();

 private:
  std::optional<std::string_view> next_raw();
  std::optional<std::string_view> take_unended();
  bool fill();
  void make_room();

  Source& source_;
  std::size_t longest_;
  std::vector<char> buffer_;  // read and not yet given out: from begin_ to end_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t total_ = 0;
};

}  // namespace aahat
