#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "../integration/programs/bpf_run.h"
#include "file.h"
#include "instructions.h"
#include "shorten.h"

namespace aahat {
namespace {

using Code = std::vector<sock_filter>;

constexpr std::uint32_t refusal = SECCOMP_RET_ERRNO | EPERM;

sock_filter on(unsigned comparison, std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
  return BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | comparison | BPF_K), value, yes, no);
}
const sock_filter load_number = load(offsetof(seccomp_data, nr));
const sock_filter load_arch = load(offsetof(seccomp_data, arch));
const sock_filter load_argument = load(offsetof(seccomp_data, args));

Code operator+(Code one, const Code& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

/// Number by number: `answer` for each of `numbers`, of x86_64 alone.
Code one_by_one(const std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& answers) {
  Code code{load_arch, on(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0), give(SECCOMP_RET_KILL_THREAD), load_number};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    code = code + Code{on(BPF_JEQ, numbers[i], 0, 1), give(answers[i % answers.size()])};
  }
  return code + Code{give(refusal)};
}

std::uint32_t answer(const Code& code, std::uint32_t arch, std::uint32_t number, std::uint64_t argument = 0) {
  const seccomp_data call{static_cast<int>(number), arch, 0, {argument}};
  return bpf_run(code.data(), code.size(), &call);
}

void expect_alike(const Code& one, const Code& other) {
  for (const std::uint32_t arch :
       std::array<std::uint32_t, 3>{AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64}) {
    for (const std::uint32_t high : {0U, x32_bit, 1U << 31U, 3U << 30U}) {
      for (std::uint32_t low = 0; low < 2000; ++low) {
        const std::uint32_t number = high + low - 1;
        ASSERT_EQ(answer(one, arch, number), answer(other, arch, number))
            << std::hex << arch << ' ' << number;
        ASSERT_EQ(answer(one, arch, number, 5), answer(other, arch, number, 5)) << arch << ' ' << number;
      }
    }
  }
}

void expect_unchanged(const Code& code) {
  const Code after = shorten(code);
  ASSERT_EQ(after.size(), code.size());
  EXPECT_EQ(std::memcmp(after.data(), code.data(), code.size() * sizeof(sock_filter)), 0);
}

/// With so much behind it that shortening it would gain.
Code padded(const Code& code) { return code + Code(100, give(refusal)); }

TEST(Shorten, neighboursOfOneAnswerAreOneRange) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t number = 0; number < 300; ++number)
    numbers.push_back(number < 200 ? number : number + 50);
  const Code code = one_by_one(numbers, {SECCOMP_RET_ALLOW});
  const Code after = shorten(code);
  EXPECT_EQ(after.size(), 9U);
  expect_alike(code, after);
}

TEST(Shorten, rangesThatNoJumpCanSpan) {
  for (std::uint32_t count = 240; count < 640; count += 7) {
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t number = 1; number < count; ++number) numbers.push_back(number);
    const Code code = one_by_one(numbers, {SECCOMP_RET_ALLOW, refusal, SECCOMP_RET_TRAP, SECCOMP_RET_LOG});
    const Code after = shorten(code);
    EXPECT_LT(after.size(), code.size());
    expect_alike(code, after);
  }
}

TEST(Shorten, whereAnArgumentDecidesTheProgramsOwnInstructionsFollow) {
  const Code of_one{on(BPF_JEQ, 10, 0, 4), load_argument, on(BPF_JSET, 4, 0, 1),
                    give(SECCOMP_RET_ERRNO | E2BIG), give(SECCOMP_RET_TRAP)};
  const Code code =
      padded(Code{load_arch, on(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0), give(SECCOMP_RET_KILL_THREAD), load_number,
                  on(BPF_JGE, 9, 0, 1), on(BPF_JGT, 20, 0, 1), give(SECCOMP_RET_ALLOW)} +
             of_one);
  const Code after = shorten(code);
  EXPECT_LT(after.size(), 20U);
  EXPECT_EQ(answer(after, AUDIT_ARCH_X86_64, 10, 5), SECCOMP_RET_ERRNO | E2BIG);
  EXPECT_EQ(answer(after, AUDIT_ARCH_X86_64, 10, 3), SECCOMP_RET_TRAP);
  expect_alike(code, after);
}

TEST(Shorten, eachArchitectureHasItsOwnAndX32IsToldByItsBit) {
  const Code code =
      padded({load_arch, on(BPF_JEQ, AUDIT_ARCH_I386, 0, 3), load_number, on(BPF_JEQ, 26, 0, 1),
              give(refusal), load_arch, on(BPF_JEQ, AUDIT_ARCH_X86_64, 0, 4), load_number,
              on(BPF_JSET, x32_bit, 3, 0), on(BPF_JGT, 300, 0, 1), give(SECCOMP_RET_ERRNO | ENOSYS),
              give(SECCOMP_RET_ALLOW), give(SECCOMP_RET_KILL_PROCESS)});
  const Code after = shorten(code);
  EXPECT_LT(after.size(), 25U);
  expect_alike(code, after);
}

/// Many rules on three architectures, some with conditions.
Code of_libseccomp() {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> context(seccomp_init(SCMP_ACT_ERRNO(EPERM)),
                                                                 seccomp_release);
  seccomp_arch_add(context.get(), SCMP_ARCH_X86);
  seccomp_arch_add(context.get(), SCMP_ARCH_X32);
  seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  for (int number = 0; number < 335; ++number) {
    if (number % 40 == 7) continue;
    const scmp_arg_cmp condition{0, static_cast<scmp_compare>(SCMP_CMP_NE + number / 20 % 7), 5, 5};
    seccomp_rule_add_array(context.get(), SCMP_ACT_ALLOW, number, number % 20 == 0 ? 1 : 0, &condition);
  }
  const Fd file(memfd_create("seccomp", MFD_CLOEXEC));
  EXPECT_EQ(seccomp_export_bpf(context.get(), file.get()), 0);
  lseek(file.get(), 0, SEEK_SET);
  const std::string bytes = read_all(file.get(), 1UL << 20U, "read", "the program");
  Code code(bytes.size() / sizeof(sock_filter));
  std::memcpy(code.data(), bytes.data(), bytes.size());
  return code;
}

TEST(Shorten, whatLibseccompWritesForThreeArchitecturesWithConditions) {
  const Code code = of_libseccomp();
  const Code after = shorten(code);
  EXPECT_GT(code.size(), 900U);
  EXPECT_LT(after.size(), code.size() / 2);
  EXPECT_NE(answer(after, AUDIT_ARCH_X86_64, 20, 0), answer(after, AUDIT_ARCH_X86_64, 20, 5));
  expect_alike(code, after);
}

TEST(Shorten, aProgramOfOneAnswer) {
  const Code after = shorten({load_arch, give(SECCOMP_RET_ALLOW)});
  EXPECT_EQ(after.size(), 1U);
  EXPECT_EQ(answer(after, AUDIT_ARCH_X86_64, 1), SECCOMP_RET_ALLOW);
}

TEST(Shorten, whatIsShortOrNotUnderstoodStaysAsItIs) {
  expect_unchanged({give(refusal)});
  expect_unchanged({load_argument, on(BPF_JEQ, 1, 0, 1), give(refusal), give(SECCOMP_RET_ALLOW)});
  const Code end{give(refusal), give(SECCOMP_RET_ALLOW)};
  for (const Code& begin :
       std::vector<Code>{{load_number, on(BPF_JSET, 1, 0, 1)},  // odd numbers
                         {load_number, on(BPF_JSET, x32_bit + 1, 0, 1)},
                         {load_number, on(BPF_JSET, 0, 0, 1)},
                         {load_arch, on(BPF_JGE, AUDIT_ARCH_X86_64, 0, 1)},  // a range of architectures
                         {on(BPF_JEQ, 0, 0, 1)},                             // nothing is loaded
                         {load_number, BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 7), on(BPF_JEQ, 0, 0, 1)},
                         {load_number, BPF_STMT(BPF_ST, 0), on(BPF_JEQ, 0, 0, 1)},
                         {BPF_STMT(BPF_LDX | BPF_W | BPF_IMM, 3), load_number,
                          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_X, 0, 0, 1)},
                         {load_number, BPF_STMT(BPF_RET | BPF_A, 0)}}) {
    expect_unchanged(padded(begin + end));
  }
}

}  // namespace
}  // namespace aahat
