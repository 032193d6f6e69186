// The header of a sealed file that says it is ours: whoever starts the launcher can hand it one.
#include "fpm/wrapper.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const auto origin = origin_of(text_of(data, size));
  if (!origin) return 0;
  may_refuse([&] {
    require_writable(*origin);
    // From here on it is written into a configuration, and must come back as the same.
    const auto again = origin_of(final_wrapper(*origin, {}));
    require(again && again->program == origin->program && again->config == origin->config);
  });
  return 0;
}
