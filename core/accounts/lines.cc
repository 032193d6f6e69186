#include "accounts/lines.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::size_t longest_file = std::size_t{256} << 20U;

std::string_view without_leading_blanks(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t\v\f\r"), line.size()));
}

bool holds_entry(std::string_view line) {
  return !line.empty() && line.front() != '#' && line.front() != '+' && line.front() != '-';
}

}  // namespace

std::optional<std::string_view> Lines::next() {
  while (const auto raw = next_raw()) {
    const std::string_view line = without_leading_blanks(*raw);
    if (holds_entry(line)) return line;
  }
  return std::nullopt;
}

std::optional<std::string_view> Lines::next_raw() {
  std::size_t searched = 0;  // of the line, so that a long one is not searched again with each piece
  while (true) {
    const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
    const std::size_t newline = rest.find('\n', searched);
    if (newline != std::string_view::npos) {
      begin_ += newline + 1;
      return rest.substr(0, newline);
    }
    searched = rest.size();
    if (!fill()) return take_unended();
  }
}

/// The last line, where no newline ends it.
std::optional<std::string_view> Lines::take_unended() {
  if (begin_ == end_) return std::nullopt;
  const std::string_view line(buffer_.data() + begin_, end_ - begin_);
  begin_ = end_;
  return line;
}

bool Lines::fill() {
  if (!file_) return false;
  make_room();
  ssize_t got = 0;
  do {
    got = read(file_.get(), buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  if (got < 0) throw Refusal({"read", name_, errno_text(errno), ""});
  end_ += static_cast<std::size_t>(got);
  total_ += static_cast<std::size_t>(got);
  // A sparse file costs its author nothing, and would keep us reading for hours.
  if (total_ > longest_file) throw Refusal({"read", name_, "it is longer than 256 MiB", ""});
  if (got == 0) require_whole();
  return got > 0;
}

/// A container's seccomp filter could end the file early, by a read(2) that returns 0.
void Lines::require_whole() const {
  struct stat status {};
  const bool is_told = fstat(file_.get(), &status) == 0 && S_ISREG(status.st_mode);
  if (is_told && total_ >= static_cast<std::size_t>(status.st_size)) return;
  throw Refusal({"read", name_, "it ends before its size", ""});
}

void Lines::make_room() {
  if (begin_ > 0) std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ < buffer_.size()) return;
  if (buffer_.size() >= longest_) {
    throw Refusal({"read", name_, "it has a line of " + std::to_string(longest_) + " bytes or more", ""});
  }
  buffer_.resize(std::min(longest_, std::max(piece_, buffer_.size() * 2)));
}

}  // namespace aahat
