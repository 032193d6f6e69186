// Names in tests: those that are none end the test.
#pragma once

#include "label/label.h"

namespace aahat {

inline ProfileName profile_named(std::string_view text) { return ProfileName::from(text).value(); }
inline HatName hat_named(std::string_view text) { return HatName::from(text).value(); }

}  // namespace aahat
