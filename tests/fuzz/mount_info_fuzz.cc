// A mount table of arbitrary bytes: whoever starts a container chooses paths and sources in it.
#include "delivery/mounts.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::string_view text = text_of(data, size);
  for (const unsigned id : {0U, 3U, 36U, 37U}) {
    const auto info = find_mount(text, id);
    require(!info || text.find(info->source) != std::string_view::npos);
  }
  return 0;
}
