// The lines of a passwd(5) or group(5) that hold an entry, in constant memory. This room's own header.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "file/file.h"

namespace aahat {

class Lines {
 public:
  /// The lines of `file`, each shorter than `longest` bytes; there are none where it is no descriptor.
  /// Messages call it `name`. It is read `piece` bytes at a time at first: most files of users are smaller
  /// than 16 KiB, and clearing more pages takes time.
  Lines(Fd file, std::string name, std::size_t longest, std::size_t piece = 16384)
      : file_(std::move(file)), name_(std::move(name)), longest_(longest), piece_(piece) {}

  /// The next line that can hold an entry, without blanks in front and without its newline; nothing at the
  /// end. It is a view that lives until the next call. Empty lines, comments and NIS lines are passed over.
  /// Throws Refusal for a line or a file that is too long, or cannot be read.
  std::optional<std::string_view> next();

 private:
  std::optional<std::string_view> next_raw();
  std::optional<std::string_view> take_unended();
  bool fill();
  void make_room();
  void require_whole() const;

  Fd file_;
  std::string name_;
  std::size_t longest_;
  std::size_t piece_;
  std::vector<char> buffer_;  // read and not yet given out: from begin_ to end_
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t total_ = 0;
};

}  // namespace aahat
