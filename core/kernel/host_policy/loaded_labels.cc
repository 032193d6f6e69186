#include "loaded_labels.h"

#include <algorithm>

namespace aahat {

LoadedLabels::LoadedLabels(std::vector<std::string> wanted) {
  std::sort(wanted.begin(), wanted.end());
  for (std::string& label : wanted) entries_.push_back({std::move(label), ""});
}

void LoadedLabels::feed(std::string_view piece) {
  for (std::size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    rest_.append(piece.substr(0, end));
    take_line(rest_);
    rest_.clear();
    piece.remove_prefix(end + 1);
  }
  rest_.append(piece);
}

std::string_view LoadedLabels::mode(std::string_view label) const {
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), label,
                       [](const Entry& entry, std::string_view key) { return entry.label < key; });
  return found != entries_.end() && found->label == label ? std::string_view(found->mode)
                                                          : std::string_view();
}

void LoadedLabels::take_line(std::string_view line) {
  const std::size_t split = line.rfind(" (");
  if (split == std::string_view::npos || !line.ends_with(')')) return;
  const std::string_view label = line.substr(0, split);
  const auto found = find(label);
  if (found == entries_.end() || found->label != label) return;
  found->mode = line.substr(split + 2, line.size() - split - 3);
}

std::vector<LoadedLabels::Entry>::iterator LoadedLabels::find(std::string_view label) {
  return std::lower_bound(entries_.begin(), entries_.end(), label,
                          [](const Entry& entry, std::string_view key) { return entry.label < key; });
}

}  // namespace aahat
