// A label of arbitrary bytes, as a forged /proc could give it.
#include "fuzz.h"
#include "label/label.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::string text(text_of(data, size));
  const Label label = split_label(text);
  require(text.find(label.name) != std::string::npos && text.find(label.mode) != std::string::npos);
  return 0;
}
