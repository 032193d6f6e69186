// JSON of arbitrary bytes, as the hook reads state and configuration.
#include "fuzz.h"
#include "json/strict_json.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  for (const JsonComments comments : {JsonComments::refused, JsonComments::allowed}) {
    may_refuse([&] { parse_json(text_of(data, size), "text", comments); });
  }
  return 0;
}
