#include "apparmor/loaded_labels.h"

namespace aahat {

void LoadedLabels::feed(std::string_view piece) {
  for (std::size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    rest_.append(piece.substr(0, end));
    take_line(rest_);
    rest_.clear();
    piece.remove_prefix(end + 1);
  }
  rest_.append(piece);
}

void LoadedLabels::take_line(std::string_view line) {
  const std::size_t split = line.rfind(" (");
  if (split == std::string_view::npos || !line.ends_with(')') || !line.starts_with(profile_)) return;
  if (split < profile_.size()) return;  // "P (enforce)" is no profile's name, but the line of P
  const std::string_view mode = line.substr(split + 2, line.size() - split - 3);
  const std::string_view below = line.substr(profile_.size(), split - profile_.size());
  if (below.empty()) {
    profile_mode_ = mode;
  } else if (below.starts_with("//")) {
    hats_.insert_or_assign(std::string(below.substr(2)), std::string(mode));
  }
}

}  // namespace aahat
