// The state on the hook's stdin: what a runtime could be made to write.
#include "fuzz.h"
#include "oci/container.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  may_refuse([&] {
    const ContainerState state(text_of(data, size));
    may_refuse([&] {
      for (const auto& [key, value] : state.annotations()) require(is_meant_for_us(key));
    });
    may_refuse([&] { require(state.pid() > 0); });
    may_refuse([&] { require(state.bundle().starts_with('/')); });
  });
  return 0;
}
