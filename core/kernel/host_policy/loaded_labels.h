// The kernel's list of loaded profiles, read once from front to back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aahat {

/// The modes of some labels, taken from the text of securityfs' `apparmor/profiles`: a line "LABEL (MODE)"
/// for each profile, hat and child profile (seq_show_profile in the kernel's apparmorfs.c). A label may hold
/// blanks and brackets, so that a line is split at its last " (".
class LoadedLabels {
 public:
  /// Looks for `wanted` and nothing else. A host has thousands of lines, and only ours are kept.
  explicit LoadedLabels(std::vector<std::string> wanted);

  /// Takes the next piece of the text; lines may be cut anywhere. The list can be fed again: the latest mode
  /// counts, and a label that is missing from the second is still known from the first.
  void feed(std::string_view piece);

  /// The mode of wanted label `label`; empty where the list did not have it.
  std::string_view mode(std::string_view label) const;

 private:
  struct Entry {
    std::string label;
    std::string mode;
  };
  void take_line(std::string_view line);
  std::vector<Entry>::iterator find(std::string_view label);

  std::vector<Entry> entries_;  // sorted by label
  std::string rest_;            // the start of a line whose end has not come yet
};

}  // namespace aahat
