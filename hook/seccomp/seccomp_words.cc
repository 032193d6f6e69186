#include "seccomp/seccomp_words.h"

#include <linux/seccomp.h>
#include <seccomp.h>

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

// scripts/syscall.tbl of the kernel's sources.
constexpr std::array newer_syscalls{Word<int>{"statmount", 457},         Word<int>{"listmount", 458},
                                    Word<int>{"lsm_get_self_attr", 459}, Word<int>{"lsm_set_self_attr", 460},
                                    Word<int>{"lsm_list_modules", 461},  Word<int>{"mseal", 462},
                                    Word<int>{"setxattrat", 463},        Word<int>{"getxattrat", 464},
                                    Word<int>{"listxattrat", 465},       Word<int>{"removexattrat", 466},
                                    Word<int>{"open_tree_attr", 467}};

constexpr std::array archs{Word<SeccompArch>{"SCMP_ARCH_X86", SCMP_ARCH_X86},
                           Word<SeccompArch>{"SCMP_ARCH_X86_64", SCMP_ARCH_X86_64},
                           Word<SeccompArch>{"SCMP_ARCH_X32", SCMP_ARCH_X32},
                           Word<SeccompArch>{"SCMP_ARCH_ARM", SCMP_ARCH_ARM},
                           Word<SeccompArch>{"SCMP_ARCH_AARCH64", SCMP_ARCH_AARCH64},
                           Word<SeccompArch>{"SCMP_ARCH_MIPS", SCMP_ARCH_MIPS},
                           Word<SeccompArch>{"SCMP_ARCH_MIPS64", SCMP_ARCH_MIPS64},
                           Word<SeccompArch>{"SCMP_ARCH_MIPS64N32", SCMP_ARCH_MIPS64N32},
                           Word<SeccompArch>{"SCMP_ARCH_MIPSEL", SCMP_ARCH_MIPSEL},
                           Word<SeccompArch>{"SCMP_ARCH_MIPSEL64", SCMP_ARCH_MIPSEL64},
                           Word<SeccompArch>{"SCMP_ARCH_MIPSEL64N32", SCMP_ARCH_MIPSEL64N32},
                           Word<SeccompArch>{"SCMP_ARCH_PPC", SCMP_ARCH_PPC},
                           Word<SeccompArch>{"SCMP_ARCH_PPC64", SCMP_ARCH_PPC64},
                           Word<SeccompArch>{"SCMP_ARCH_PPC64LE", SCMP_ARCH_PPC64LE},
                           Word<SeccompArch>{"SCMP_ARCH_RISCV64", SCMP_ARCH_RISCV64},
                           Word<SeccompArch>{"SCMP_ARCH_S390", SCMP_ARCH_S390},
                           Word<SeccompArch>{"SCMP_ARCH_S390X", SCMP_ARCH_S390X}};

template <typename Value, std::size_t count>
std::optional<Value> value_of(const std::array<Word<Value>, count>& words, std::string_view text) {
  for (const Word<Value>& word : words) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

std::optional<int> known(int number) {
  return number != __NR_SCMP_ERROR ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<SeccompAction> seccomp_action(std::string_view word) { return value_of(actions, word); }
bool carries_errno(SeccompAction kind) { return kind == SECCOMP_RET_ERRNO || kind == SECCOMP_RET_TRACE; }
std::optional<SeccompCompare> seccomp_compare(std::string_view word) { return value_of(compares, word); }
std::optional<unsigned> seccomp_flag(std::string_view word) { return value_of(flags, word); }

std::optional<SeccompArch> seccomp_arch(const std::string& name) { return value_of(archs, name); }

std::optional<int> known_syscall(const std::string& name) {
  return known(seccomp_syscall_resolve_name(name.c_str()));
}

std::optional<int> known_syscall_on(SeccompArch arch, const std::string& name) {
  return known(seccomp_syscall_resolve_name_arch(arch, name.c_str()));
}

std::optional<int> newer_syscall_on(SeccompArch arch, const std::string& name) {
  constexpr int openat2 = 437;  // one that libseccomp knows tells the offset
  const std::optional<int> number = value_of(newer_syscalls, name);
  if (!number) return std::nullopt;
  return seccomp_syscall_resolve_name_arch(arch, "openat2") - openat2 + *number;
}

}  // namespace aahat
