#include "answers.h"

#include <linux/seccomp.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <set>

#include "instructions.h"

namespace aahat {
namespace {

constexpr std::uint32_t greatest = std::numeric_limits<std::uint32_t>::max();

struct NotUnderstood {};

/// The last number from `first` on up to which `is` compares alike.
std::uint32_t alike_until(const sock_filter& is, std::uint32_t first) {
  switch (BPF_OP(is.code)) {
    case BPF_JEQ:
      if (first == is.k) return first;
      [[fallthrough]];
    case BPF_JGE:
      return first < is.k ? is.k - 1 : greatest;
    case BPF_JGT:
      return first <= is.k ? is.k : greatest;
    case BPF_JSET:
      // Alike as long as no bit changes but those below the lowest that is asked for. x32's is the only one
      // that filters ask for; a low one would cut the numbers to pieces without end.
      if ((is.k & -is.k) < x32_bit) throw NotUnderstood();
      return first | ((is.k & -is.k) - 1);
    default:
      throw NotUnderstood();
  }
}

bool compares(const sock_filter& is, std::uint32_t number) {
  switch (BPF_OP(is.code)) {
    case BPF_JEQ:
      return number == is.k;
    case BPF_JGE:
      return number >= is.k;
    case BPF_JGT:
      return number > is.k;
    default:
      return (number & is.k) != 0;
  }
}

/// One way through the program, for one architecture, or for all that the program does not name.
class Walk {
 public:
  Walk(const std::vector<sock_filter>& program, std::optional<std::uint32_t> arch)
      : program_(program), arch_(arch) {
    follow({0, Holds::nothing, 0, greatest});
  }

  const Ranges& ranges() const { return ranges_; }
  /// Those that it was asked for, and was none of.
  const std::set<std::uint32_t>& other_archs() const { return other_archs_; }

 private:
  enum class Holds { nothing, number, arch };  // what is in the accumulator

  struct State {
    std::size_t at;
    Holds holds;
    std::uint32_t first, last;  // the call's number is one of these
  };

  // As deep as the program has comparisons, of which the kernel takes BPF_MAXINSNS.
  void follow(State state) {  // NOLINT(misc-no-recursion)
    for (;;) {
      const sock_filter& is = program_.at(state.at);
      if (is.code == (BPF_LD | BPF_W | BPF_ABS)) {
        state.holds = loaded(is);
        if (state.holds == Holds::nothing)
          return settle(state, {false, static_cast<std::uint32_t>(state.at)});
        ++state.at;
      } else if (is.code == (BPF_RET | BPF_K)) {
        return settle(state, {true, is.k});
      } else if (is.code == (BPF_JMP | BPF_JA)) {
        state.at = state.at + 1 + is.k;
      } else if (BPF_CLASS(is.code) != BPF_JMP || BPF_SRC(is.code) != BPF_K ||
                 state.holds == Holds::nothing) {
        throw NotUnderstood();
      } else if (state.holds == Holds::arch) {
        state.at = target(state.at, is_arch(is));
      } else {
        return split(state);
      }
    }
  }

  static Holds loaded(const sock_filter& is) {
    if (is.k == offsetof(seccomp_data, nr)) return Holds::number;
    return is.k == offsetof(seccomp_data, arch) ? Holds::arch : Holds::nothing;
  }

  std::size_t target(std::size_t at, bool jumps) const {
    return at + 1 + (jumps ? program_.at(at).jt : program_.at(at).jf);
  }

  bool is_arch(const sock_filter& is) {
    if (BPF_OP(is.code) != BPF_JEQ) throw NotUnderstood();
    if (!arch_) other_archs_.insert(is.k);
    return arch_ == is.k;
  }

  void split(State state) {  // NOLINT(misc-no-recursion)
    const sock_filter& is = program_.at(state.at);
    for (std::uint64_t next = state.first; next <= state.last;) {
      const auto first = static_cast<std::uint32_t>(next);
      const std::uint32_t last = std::min(alike_until(is, first), state.last);
      follow({target(state.at, compares(is, first)), state.holds, first, last});
      next = std::uint64_t{last} + 1;
    }
  }

  /// Ranges are settled in ascending order, since split() takes them so.
  void settle(const State& state, const Outcome& outcome) {
    if (ranges_.empty() || ranges_.back().outcome != outcome) ranges_.push_back({state.first, outcome});
  }

  const std::vector<sock_filter>& program_;
  std::optional<std::uint32_t> arch_;
  Ranges ranges_;
  std::set<std::uint32_t> other_archs_;
};

}  // namespace

std::optional<Answers> answers_of(const std::vector<sock_filter>& program) {
  try {
    const Walk elsewhere(program, std::nullopt);
    Answers out{{}, elsewhere.ranges()};
    for (const std::uint32_t arch : elsewhere.other_archs()) {
      out.on.emplace(arch, Walk(program, arch).ranges());
    }
    return out;
  } catch (const NotUnderstood&) {
    return std::nullopt;
  }
}

}  // namespace aahat
