// What the fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "errors/refusal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace aahat {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// A promise that broken input must not break: ends the program, which libFuzzer reports as a finding.
inline void require(bool truth) {
  if (!truth) __builtin_trap();
}

/// Runs `action`, which may refuse. Any other exception is a finding.
template <typename Action>
void may_refuse(Action action) {
  try {
    action();
  } catch (const Refusal& refusal) {
    require(!refusal.findings().empty());
    for (const Finding& finding : refusal.findings()) message(finding);
  }
}

}  // namespace aahat
