#include "seccomp/prelude.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <seccomp.h>

#include <cerrno>
#include <cstddef>

namespace aahat {
namespace {

using Code = std::vector<sock_filter>;

/// The kernel tells x32's calls from x86_64's by this bit of the number alone (__X32_SYSCALL_BIT in
/// asm/unistd.h).
constexpr std::uint32_t x32_bit = 1U << 30U;

/// Loads the field of seccomp_data (linux/seccomp.h) that begins at `offset`, in bytes.
sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(offset));
}

/// Ends with `answer`, one of SECCOMP_RET_* with its data.
sock_filter give(std::uint32_t answer) { return BPF_STMT(BPF_RET | BPF_K, answer); }

/// If the accumulator compares to `value`, the next instruction, else the one behind it.
sock_filter only_if(unsigned comparison, std::uint32_t value) {
  return BPF_JUMP(static_cast<__u16>(BPF_JMP | comparison | BPF_K), value, 0, 1);
}

/// Skips two instructions where the number is not of this ABI.
void append_abi_check(Code& code, SeccompArch arch) {
  if (arch == SCMP_ARCH_X86_64) code.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, x32_bit, 2, 0));
  if (arch == SCMP_ARCH_X32) code.push_back(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, x32_bit, 0, 2));
}

Code body_of(SeccompArch arch, const Ahead& ahead) {
  Code code{load(offsetof(seccomp_data, nr))};
  for (const auto& [number, action] : ahead.rules) {
    code.push_back(only_if(BPF_JEQ, number));
    code.push_back(give(action));
  }
  if (ahead.last) {
    append_abi_check(code, arch);
    code.push_back(only_if(BPF_JGT, *ahead.last));
    code.push_back(give(SECCOMP_RET_ERRNO | ENOSYS));
  }
  return code;
}

void append(Code& code, SeccompArch arch, const Ahead& ahead) {
  const std::uint32_t audit_arch = arch == SCMP_ARCH_X32 ? AUDIT_ARCH_X86_64 : arch;
  const Code body = body_of(arch, ahead);
  code.push_back(load(offsetof(seccomp_data, arch)));
  // A jump's reach is 255: there are fewer newer calls than half of it, each in one rule here.
  code.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, audit_arch, 0, static_cast<__u8>(body.size())));
  code.insert(code.end(), body.begin(), body.end());
}

}  // namespace

std::vector<sock_filter> prelude(const std::map<SeccompArch, Ahead>& ahead_on) {
  Code code;
  for (const auto& [arch, ahead] : ahead_on) {
    if (!ahead.rules.empty() || ahead.last) append(code, arch, ahead);
  }
  return code;
}

}  // namespace aahat
