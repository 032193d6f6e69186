#include "seccomp/syscall_names.h"

#include <seccomp.h>

#include <array>
#include <string_view>

namespace aahat {
namespace {

struct Syscall {
  std::string_view name;
  int number;
};

// scripts/syscall.tbl of the kernel's sources.
constexpr std::array newer_syscalls{
    Syscall{"statmount", 457},         Syscall{"listmount", 458},        Syscall{"lsm_get_self_attr", 459},
    Syscall{"lsm_set_self_attr", 460}, Syscall{"lsm_list_modules", 461}, Syscall{"mseal", 462},
    Syscall{"setxattrat", 463},        Syscall{"getxattrat", 464},       Syscall{"listxattrat", 465},
    Syscall{"removexattrat", 466},     Syscall{"open_tree_attr", 467}};

struct Arch {
  std::string_view name;
  SeccompArch number;
};

constexpr std::array archs{Arch{"SCMP_ARCH_X86", SCMP_ARCH_X86},
                           Arch{"SCMP_ARCH_X86_64", SCMP_ARCH_X86_64},
                           Arch{"SCMP_ARCH_X32", SCMP_ARCH_X32},
                           Arch{"SCMP_ARCH_ARM", SCMP_ARCH_ARM},
                           Arch{"SCMP_ARCH_AARCH64", SCMP_ARCH_AARCH64},
                           Arch{"SCMP_ARCH_MIPS", SCMP_ARCH_MIPS},
                           Arch{"SCMP_ARCH_MIPS64", SCMP_ARCH_MIPS64},
                           Arch{"SCMP_ARCH_MIPS64N32", SCMP_ARCH_MIPS64N32},
                           Arch{"SCMP_ARCH_MIPSEL", SCMP_ARCH_MIPSEL},
                           Arch{"SCMP_ARCH_MIPSEL64", SCMP_ARCH_MIPSEL64},
                           Arch{"SCMP_ARCH_MIPSEL64N32", SCMP_ARCH_MIPSEL64N32},
                           Arch{"SCMP_ARCH_PPC", SCMP_ARCH_PPC},
                           Arch{"SCMP_ARCH_PPC64", SCMP_ARCH_PPC64},
                           Arch{"SCMP_ARCH_PPC64LE", SCMP_ARCH_PPC64LE},
                           Arch{"SCMP_ARCH_RISCV64", SCMP_ARCH_RISCV64},
                           Arch{"SCMP_ARCH_S390", SCMP_ARCH_S390},
                           Arch{"SCMP_ARCH_S390X", SCMP_ARCH_S390X}};

std::optional<int> known(int number) {
  return number != __NR_SCMP_ERROR ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<SeccompArch> seccomp_arch(const std::string& name) {
  for (const Arch& arch : archs) {
    if (arch.name == name) return arch.number;
  }
  return std::nullopt;
}

std::optional<int> known_syscall(const std::string& name) {
  return known(seccomp_syscall_resolve_name(name.c_str()));
}

std::optional<int> known_syscall_on(SeccompArch arch, const std::string& name) {
  return known(seccomp_syscall_resolve_name_arch(arch, name.c_str()));
}

std::optional<int> newer_syscall_on(SeccompArch arch, const std::string& name) {
  constexpr int openat2 = 437;  // one that libseccomp knows tells the offset
  for (const Syscall& syscall : newer_syscalls) {
    if (syscall.name != name) continue;
    return seccomp_syscall_resolve_name_arch(arch, "openat2") - openat2 + syscall.number;
  }
  return std::nullopt;
}

}  // namespace aahat
