// The kernel's list of loaded profiles, whose names are whatever somebody loaded; cut in two at the first
// byte's place.
#include <algorithm>

#include "apparmor/loaded_policy.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  if (size == 0) return 0;
  const std::string_view text = text_of(data + 1, size - 1);
  const std::size_t cut = std::min<std::size_t>(data[0], text.size());
  LoadedLabels pieces("P");
  pieces.feed(text.substr(0, cut));
  pieces.feed(text.substr(cut));
  LoadedLabels whole("P");
  whole.feed(text);
  require(whole.hats() == pieces.hats() && whole.profile_mode() == pieces.profile_mode());
  return 0;
}
