// A compiled seccomp filter, as the plan holds it.
#pragma once

#include <compare>
#include <string>

namespace aahat {

struct Filter {
  std::string code;    // struct sock_filter of linux/filter.h, one after the other
  unsigned flags = 0;  // SECCOMP_FILTER_FLAG_*
  auto operator<=>(const Filter&) const = default;
};

}  // namespace aahat
