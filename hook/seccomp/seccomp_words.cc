#include "seccomp/seccomp_words.h"

#include <linux/seccomp.h>

#include <array>

namespace aahat {
namespace {

template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};

// SCMP_ACT_KILL is the older name for killing the thread.
constexpr std::array actions{Word<SeccompAction>{"SCMP_ACT_KILL", SECCOMP_RET_KILL_THREAD},
                             Word<SeccompAction>{"SCMP_ACT_KILL_THREAD", SECCOMP_RET_KILL_THREAD},
                             Word<SeccompAction>{"SCMP_ACT_KILL_PROCESS", SECCOMP_RET_KILL_PROCESS},
                             Word<SeccompAction>{"SCMP_ACT_TRAP", SECCOMP_RET_TRAP},
                             Word<SeccompAction>{"SCMP_ACT_ERRNO", SECCOMP_RET_ERRNO},
                             Word<SeccompAction>{"SCMP_ACT_TRACE", SECCOMP_RET_TRACE},
                             Word<SeccompAction>{"SCMP_ACT_LOG", SECCOMP_RET_LOG},
                             Word<SeccompAction>{"SCMP_ACT_ALLOW", SECCOMP_RET_ALLOW}};

constexpr std::array compares{Word<SeccompCompare>{"SCMP_CMP_NE", SeccompCompare::ne},
                              Word<SeccompCompare>{"SCMP_CMP_LT", SeccompCompare::lt},
                              Word<SeccompCompare>{"SCMP_CMP_LE", SeccompCompare::le},
                              Word<SeccompCompare>{"SCMP_CMP_EQ", SeccompCompare::eq},
                              Word<SeccompCompare>{"SCMP_CMP_GE", SeccompCompare::ge},
                              Word<SeccompCompare>{"SCMP_CMP_GT", SeccompCompare::gt},
                              Word<SeccompCompare>{"SCMP_CMP_MASKED_EQ", SeccompCompare::masked_eq}};

constexpr std::array flags{Word<unsigned>{"SECCOMP_FILTER_FLAG_TSYNC", 0},
                           Word<unsigned>{"SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG},
                           Word<unsigned>{"SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW}};

template <typename Value, std::size_t count>
std::optional<Value> value_of(const std::array<Word<Value>, count>& words, std::string_view text) {
  for (const Word<Value>& word : words) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SeccompAction> seccomp_action(std::string_view word) { return value_of(actions, word); }
bool carries_errno(SeccompAction kind) { return kind == SECCOMP_RET_ERRNO || kind == SECCOMP_RET_TRACE; }
std::optional<SeccompCompare> seccomp_compare(std::string_view word) { return value_of(compares, word); }
std::optional<unsigned> seccomp_flag(std::string_view word) { return value_of(flags, word); }

}  // namespace aahat
