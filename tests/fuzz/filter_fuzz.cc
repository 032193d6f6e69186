// Arbitrary bytes as a filter: whatever it does, the shortened one answers every call alike.
#include <fuzzer/FuzzedDataProvider.h>
#include <linux/audit.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <vector>

#include "../integration/programs/bpf_run.h"
#include "fuzz.h"
#include "shorten.h"

namespace aahat {
namespace {

// All that bpf_run() knows.
constexpr std::array<std::uint16_t, 11> codes{BPF_LD | BPF_W | BPF_ABS,
                                              BPF_JMP | BPF_JEQ | BPF_K,
                                              BPF_JMP | BPF_JGE | BPF_K,
                                              BPF_RET | BPF_K,
                                              BPF_JMP | BPF_JGT | BPF_K,
                                              BPF_JMP | BPF_JSET | BPF_K,
                                              BPF_JMP | BPF_JA,
                                              BPF_ST,
                                              BPF_LD | BPF_MEM,
                                              BPF_ALU | BPF_AND | BPF_K,
                                              BPF_RET | BPF_A};
constexpr std::array<std::uint32_t, 4> notable{AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, 1U << 30U, 1U << 31U};
constexpr std::size_t longest = 600;
// So much stands behind each program, where nothing leads to: then there is always something to be gained.
constexpr std::size_t dead = 3000;

/// The next byte, from the front: so the dictionary and the seeds can be written.
std::uint8_t take(FuzzedDataProvider& data) {
  std::uint8_t byte = 0;
  data.ConsumeData(&byte, 1);
  return byte;
}

/// A number that is small, notable, or great.
std::uint32_t number_of(FuzzedDataProvider& data) {
  const std::uint8_t kind = take(data);
  const std::uint32_t small = take(data);
  return kind < notable.size() ? notable.at(kind) : kind < 128 ? small : (std::uint32_t{kind} << 24U) + small;
}

sock_filter instruction_of(FuzzedDataProvider& data) {
  sock_filter is = BPF_STMT(codes.at(take(data) % codes.size()), 0);
  is.k = number_of(data);
  if (BPF_CLASS(is.code) != BPF_JMP) {
    if (BPF_CLASS(is.code) == BPF_LD) is.k = is.k % (sizeof(seccomp_data) / 4) * 4;
  } else if (BPF_OP(is.code) == BPF_JA) {
    is.k &= 0xffU;
  } else {
    is.jt = take(data);
    is.jf = take(data);
  }
  return is;
}

/// Its jumps stay inside, and its last instruction is an answer, as the kernel demands it.
std::vector<sock_filter> program_of(FuzzedDataProvider data) {
  std::vector<sock_filter> program;
  while (data.remaining_bytes() > 0 && program.size() < longest) program.push_back(instruction_of(data));
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  for (std::size_t at = 0; at < program.size(); ++at) {
    const std::size_t most = program.size() - std::min(at + 2, program.size());
    sock_filter& is = program[at];
    if (is.code == (BPF_JMP | BPF_JA)) is.k = static_cast<std::uint32_t>(std::min<std::size_t>(is.k, most));
    is.jt = static_cast<std::uint8_t>(std::min<std::size_t>(is.jt, most));
    is.jf = static_cast<std::uint8_t>(std::min<std::size_t>(is.jf, most));
  }
  program.insert(program.end(), dead, program.back());
  return program;
}

/// The numbers at which something may change.
std::set<std::uint32_t> edges_of(const std::vector<sock_filter>& program) {
  std::set<std::uint32_t> edges{0, UINT32_MAX, 1U << 30U, (1U << 30U) - 1, 3U << 30U, (3U << 30U) - 1};
  for (const sock_filter& is : program) {
    if (BPF_CLASS(is.code) == BPF_JMP) edges.insert({is.k - 1, is.k, is.k + 1});
  }
  return edges;
}

void compare(const std::vector<sock_filter>& one, const std::vector<sock_filter>& other, std::uint32_t arch,
             std::uint32_t number) {
  for (const std::uint64_t argument : {UINT64_C(0), UINT64_C(0x500000007), UINT64_MAX}) {
    const seccomp_data call{
        static_cast<int>(number), arch, argument, {argument, 1, argument, 3, 4, argument}};
    const std::uint32_t answer = bpf_run(other.data(), other.size(), &call);
    require(answer != bpf_broken && answer == bpf_run(one.data(), one.size(), &call));
  }
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::vector<sock_filter> program = program_of(FuzzedDataProvider(data, size));
  const std::vector<sock_filter> shorter = shorten(program);
  require(shorter.size() <= program.size() && BPF_CLASS(shorter.back().code) == BPF_RET);
  const std::set<std::uint32_t> edges = edges_of(program);
  for (const std::uint32_t arch :
       std::array<std::uint32_t, 3>{AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64}) {
    for (const std::uint32_t number : edges) compare(program, shorter, arch, number);
  }
  return 0;
}
