// The header of a sealed file that says it is ours: whoever starts the launcher can hand it one.
#include "fpm/wrapper.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const auto source = source_of(text_of(data, size));
  if (!source) return 0;
  may_refuse([&] {
    require_writable(*source);
    // From here on it is written into a configuration, and must come back as the same.
    const auto again = source_of(final_wrapper(*source, {}));
    require(again && again->program == source->program && again->config == source->config);
  });
  return 0;
}
