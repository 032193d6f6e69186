// What a program answers to each call.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace aahat {

/// What a program does once architecture and number are told: it answers, or goes on at one of its
/// instructions, which loads something else.
struct Outcome {
  bool answers;
  std::uint32_t value;  // the answer, or the instruction's place

  bool operator==(const Outcome&) const = default;
};

struct Range {
  std::uint32_t first;
  Outcome outcome;
};

/// All numbers, as ranges in ascending order; each ends where the next begins.
using Ranges = std::vector<Range>;

/// A program's answers, by architecture (AUDIT_ARCH_*).
struct Answers {
  std::map<std::uint32_t, Ranges> on;  // those that the program asks for
  Ranges elsewhere;
};

/// Follows `program` the way the kernel does to know which calls a filter always allows
/// (seccomp_is_const_allow in kernel/seccomp.c), but for a range of numbers at a time: all from 0 to 2^32-1.
///
/// Nothing where it does what libseccomp's programs never do before they look at an argument. `program` is
/// one that the kernel would take (bpf_check_classic): jumps stay inside, and its end is an answer. Takes as
/// long as the square of its comparisons, for each architecture: of what libseccomp writes, below a
/// millisecond.
std::optional<Answers> answers_of(const std::vector<sock_filter>& program);

}  // namespace aahat
