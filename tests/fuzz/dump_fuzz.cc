// What a php-fpm of the image's choice prints for -tt.
#include "fpm/dump.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  may_refuse([&] {
    for (const Pool& pool : parse_dump(text_of(data, size))) {
      require(!pool.name.empty() && !pool.listen.empty());
    }
  });
  return 0;
}
