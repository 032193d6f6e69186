#include "shorten.h"

#include <linux/seccomp.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "answers.h"
#include "instructions.h"

namespace aahat {
namespace {

using Code = std::vector<sock_filter>;

/// The places of the instructions that may run next after the one at `at`.
std::vector<std::size_t> next_of(const Code& program, std::size_t at) {
  const sock_filter& is = program.at(at);
  if (BPF_CLASS(is.code) == BPF_RET) return {};
  if (BPF_CLASS(is.code) != BPF_JMP) return {at + 1};
  if (BPF_OP(is.code) == BPF_JA) return {at + 1 + is.k};
  return {at + 1 + is.jt, at + 1 + is.jf};
}

/// Instructions of a program, moved together, and the new place of each.
struct Rest {
  Code code;
  std::map<std::size_t, std::size_t> place;
};

/// All that runs from `reached` on.
Rest rest_of(const Code& program, std::set<std::size_t> reached) {
  // Jumps go forward only: what is inserted here, the loop is still to come to.
  for (const std::size_t at : reached) {
    for (const std::size_t next : next_of(program, at)) reached.insert(next);
  }
  Rest rest;
  for (const std::size_t at : reached) rest.place.emplace(at, rest.place.size());
  for (const auto& [at, place] : rest.place) {
    sock_filter is = program.at(at);
    const auto skips = [&, behind = at + 1, now_behind = place + 1](std::size_t skipped) {
      return rest.place.at(behind + skipped) - now_behind;
    };
    if (is.code == (BPF_JMP | BPF_JA)) {
      is.k = static_cast<__u32>(skips(is.k));
    } else if (BPF_CLASS(is.code) == BPF_JMP) {
      is.jt = static_cast<__u8>(skips(is.jt));
      is.jf = static_cast<__u8>(skips(is.jf));
    }
    rest.code.push_back(is);
  }
  return rest;
}

/// Writes a program from its end to its beginning: what is jumped to is there before the jump.
class Backwards {
 public:
  using Place = std::size_t;  // of an instruction, counted from the end

  explicit Backwards(Rest rest) : rest_(std::move(rest)), reversed_(rest_.code.rbegin(), rest_.code.rend()) {}

  /// Ahead of all that was written before.
  Place push(const sock_filter& is) {
    reversed_.push_back(is);
    return reversed_.size();
  }

  /// Goes on to what `ranges` has for the call's number.
  Place look_up(const Ranges& ranges) {
    const Place found = search(ranges.begin(), ranges.end());
    return ranges.size() == 1 ? found : push(load(offsetof(seccomp_data, nr)));
  }

  Place jump(unsigned comparison, std::uint32_t value, Place yes, Place no) {
    yes = within_reach(yes);
    no = within_reach(no);
    return push(BPF_JUMP(static_cast<__u16>(BPF_JMP | comparison | BPF_K), value,
                         static_cast<__u8>(distance(yes)), static_cast<__u8>(distance(no))));
  }

  Code code() const { return {reversed_.rbegin(), reversed_.rend()}; }

 private:
  static constexpr std::size_t longest_jump = std::numeric_limits<__u8>::max();

  /// What an instruction that is written next has to skip.
  std::size_t distance(Place to) const { return reversed_.size() - to; }

  /// `to`, or a jump to it, such that there is room for one more jump ahead.
  Place within_reach(Place to) {
    if (distance(to) < longest_jump) return to;
    return push(BPF_STMT(BPF_JMP | BPF_JA, static_cast<__u32>(distance(to))));
  }

  Place search(Ranges::const_iterator begin, Ranges::const_iterator end) {  // NOLINT(misc-no-recursion)
    if (end - begin == 1) return reach(begin->outcome);
    const auto middle = begin + (end - begin) / 2;
    const Place upper = search(middle, end);
    return jump(BPF_JGE, middle->first, upper, search(begin, middle));
  }

  Place reach(const Outcome& outcome) {
    if (!outcome.answers) return rest_.code.size() - rest_.place.at(outcome.value);
    Place& answer = answers_[outcome.value];
    if (answer == 0 || distance(answer) > longest_jump / 2) answer = push(give(outcome.value));
    return answer;
  }

  Rest rest_;
  Code reversed_;
  std::map<std::uint32_t, Place> answers_;  // the last of each
};

void note_entries(const Ranges& ranges, std::set<std::size_t>& entries) {
  for (const Range& range : ranges) {
    if (!range.outcome.answers) entries.insert(range.outcome.value);
  }
}

Code program_for(const Code& program, const Answers& answers) {
  std::set<std::size_t> entries;
  note_entries(answers.elsewhere, entries);
  for (const auto& [arch, ranges] : answers.on) note_entries(ranges, entries);
  Backwards out(rest_of(program, std::move(entries)));
  Backwards::Place next = out.look_up(answers.elsewhere);
  for (const auto& [arch, ranges] : answers.on) next = out.jump(BPF_JEQ, arch, out.look_up(ranges), next);
  if (!answers.on.empty()) out.push(load(offsetof(seccomp_data, arch)));
  return out.code();
}

}  // namespace

std::vector<sock_filter> shorten(const std::vector<sock_filter>& program) {
  const auto answers = answers_of(program);
  if (!answers) return program;
  Code shorter = program_for(program, *answers);
  return shorter.size() < program.size() ? shorter : program;
}

}  // namespace aahat
