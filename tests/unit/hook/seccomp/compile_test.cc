#include "seccomp/compile.h"

#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>

#include <cerrno>

#include "bpf_program.h"
#include "refused.h"

namespace aahat {
namespace {

constexpr SeccompAction errno_action(unsigned error) { return SECCOMP_RET_ERRNO | error; }
constexpr std::uint32_t x32 = 1U << 30U;

SeccompProfile denying(std::vector<std::string> names, SeccompAction action = errno_action(EPERM)) {
  return {SECCOMP_RET_ALLOW, {}, 0, {{std::move(names), action, {}}}};
}

SeccompProfile allowing(std::vector<std::string> names) {
  return {errno_action(EPERM), {"SCMP_ARCH_X86_64"}, 0, {{std::move(names), SECCOMP_RET_ALLOW, {}}}};
}

std::string fault(const SeccompProfile& profile) {
  return refused([&] { compile_seccomp(profile, "p"); });
}

TEST(CompileSeccomp, decidesByName) {
  const Program program(denying({"ptrace", "keyctl"}, errno_action(42)));
  EXPECT_EQ(program.answer64(SYS_ptrace), errno_action(42));
  EXPECT_EQ(program.answer64(SYS_keyctl), errno_action(42));
  EXPECT_EQ(program.answer64(SYS_read), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program.answer64(600), SECCOMP_RET_ALLOW);
}

TEST(CompileSeccomp, killsCallsOfAnAbiThatIsNotListed) {
  const Program program(denying({"ptrace"}));
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 20), SECCOMP_RET_KILL_THREAD);
  EXPECT_EQ(program.answer64(x32 | SYS_read), SECCOMP_RET_KILL_THREAD);
  EXPECT_EQ(program.answer(AUDIT_ARCH_AARCH64, SYS_read), SECCOMP_RET_KILL_THREAD);
}

TEST(CompileSeccomp, decidesOnEachListedAbiByItsOwnNumbers) {
  SeccompProfile profile = denying({"ptrace", "lsm_set_self_attr", "shmget"});
  profile.architectures = {"SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_X86"};
  const Program program(profile);
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 26), errno_action(EPERM));
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 101), SECCOMP_RET_ALLOW);  // x86_64's ptrace
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 460), errno_action(EPERM));
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 395), errno_action(EPERM));        // shmget
  EXPECT_EQ(program.answer(AUDIT_ARCH_I386, 117, {23}), errno_action(EPERM));  // ipc(SHMGET)
  EXPECT_EQ(program.answer64(x32 | 521U), errno_action(EPERM));
  EXPECT_EQ(program.answer64(x32 | 460U), errno_action(EPERM));
  EXPECT_EQ(program.answer64(x32 | 0U), SECCOMP_RET_ALLOW);
}

TEST(CompileSeccomp, knowsCallsThatLibseccompDoesNot) {
  const Program program(denying({"lsm_set_self_attr", "lsm_set_self_attr", "mseal"}, errno_action(ENOSYS)));
  EXPECT_EQ(program.answer64(460), errno_action(ENOSYS));
  EXPECT_EQ(program.answer64(462), errno_action(ENOSYS));
  EXPECT_EQ(program.answer64(459), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program.answer64(x32 | 460U), SECCOMP_RET_KILL_THREAD);
  EXPECT_TRUE(program.unknown().empty());
}

TEST(CompileSeccomp, passesOverUnknownNamesAndTellsThem) {
  const Program program(denying({"no_such_call", "ptrace", "", "openat2x", "no_such_call"}));
  EXPECT_EQ(program.unknown(), (std::vector<std::string>{"", "no_such_call", "openat2x"}));
  EXPECT_EQ(program.answer64(SYS_ptrace), errno_action(EPERM));
}

TEST(CompileSeccomp, comparesArguments) {
  SeccompProfile profile = denying({"personality"});
  profile.rules[0].arguments = {{0, SeccompCompare::ne, 0xffffffff, 0}};
  const Program different(profile);
  EXPECT_EQ(different.answer64(SYS_personality, {0}), errno_action(EPERM));
  EXPECT_EQ(different.answer64(SYS_personality, {0xffffffff}), SECCOMP_RET_ALLOW);

  profile = denying({"clone"});
  profile.rules[0].arguments = {{0, SeccompCompare::masked_eq, 0x10000000, 0x10000000}};
  const Program masked(profile);
  EXPECT_EQ(masked.answer64(SYS_clone, {0x10000011}), errno_action(EPERM));
  EXPECT_EQ(masked.answer64(SYS_clone, {0x00000011}), SECCOMP_RET_ALLOW);

  profile.rules[0].arguments = {{0, SeccompCompare::ge, 5, 0}, {1, SeccompCompare::lt, 7, 0}};
  const Program both(profile);
  EXPECT_EQ(both.answer64(SYS_clone, {5, 6}), errno_action(EPERM));
  EXPECT_EQ(both.answer64(SYS_clone, {4, 6}), SECCOMP_RET_ALLOW);
  EXPECT_EQ(both.answer64(SYS_clone, {5, 7}), SECCOMP_RET_ALLOW);
}

TEST(CompileSeccomp, conditionsOnOneArgumentAreRulesOfTheirOwn) {
  SeccompProfile profile = denying({"personality"});
  profile.rules[0].arguments = {{0, SeccompCompare::eq, 1, 0}, {0, SeccompCompare::eq, 2, 0}};
  const Program program(profile);
  EXPECT_EQ(program.answer64(SYS_personality, {1}), errno_action(EPERM));
  EXPECT_EQ(program.answer64(SYS_personality, {2}), errno_action(EPERM));
  EXPECT_EQ(program.answer64(SYS_personality, {3}), SECCOMP_RET_ALLOW);
}

TEST(CompileSeccomp, whatIsNewerThanTheProfileGetsEnosysWhereTheDefaultDenies) {
  const Program program(allowing({"read", "openat2"}));
  EXPECT_EQ(program.answer64(SYS_read), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program.answer64(437), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program.answer64(436), errno_action(EPERM));
  EXPECT_EQ(program.answer64(438), errno_action(ENOSYS));
  EXPECT_EQ(program.answer64(x32 | 438U), SECCOMP_RET_KILL_THREAD);

  SeccompProfile unlisted = allowing({"read"});
  unlisted.architectures.clear();
  EXPECT_EQ(Program(unlisted).answer64(438), errno_action(EPERM));
  for (const SeccompAction action : {SECCOMP_RET_LOG, SECCOMP_RET_TRACE | 7U}) {
    SeccompProfile soft = denying({"read"});
    soft.default_action = action;
    soft.architectures = {"SCMP_ARCH_X86_64"};
    EXPECT_EQ(Program(soft).answer64(438), action);
  }
}

TEST(CompileSeccomp, refusesWhatLibseccompOrTheKernelWouldNotTake) {
  SeccompProfile profile = denying({"read"});
  profile.architectures = {"SCMP_ARCH_VAX"};
  EXPECT_EQ(fault(profile),
            "cannot compile the seccomp profile \"p\": \"SCMP_ARCH_VAX\" is no architecture\n");
  profile.architectures = {"SCMP_ARCH_S390X"};
  EXPECT_NE(fault(profile).find("libseccomp does not take SCMP_ARCH_S390X here"), std::string::npos);

  profile = denying({"statmount"});
  profile.rules[0].arguments = {{0, SeccompCompare::eq, 1, 0}};
  EXPECT_NE(fault(profile).find("a rule for statmount can have no args"), std::string::npos);

  profile = denying({"read"});
  profile.rules[0].arguments = {{0, SeccompCompare::eq, 1, 0}};
  profile.rules.push_back({{"read"}, errno_action(EACCES), {{0, SeccompCompare::eq, 1, 0}}});
  EXPECT_NE(fault(profile).find("its rules for read contradict each other"), std::string::npos);

  profile = denying({"read"});
  profile.rules.clear();
  for (std::uint64_t value = 0; value < 4096; ++value) {
    profile.rules.push_back({{"read"}, errno_action(EPERM), {{0, SeccompCompare::eq, value << 33U, 0}}});
  }
  EXPECT_NE(fault(profile).find("more instructions than the kernel takes"), std::string::npos);
}

TEST(CompileSeccomp, rulesThatSayWhatTheDefaultSaysChangeNothing) {
  SeccompProfile profile = denying({"ptrace", "mseal"}, SECCOMP_RET_ALLOW);
  EXPECT_EQ(Program(profile).answer64(SYS_ptrace), SECCOMP_RET_ALLOW);
  EXPECT_EQ(Program(profile).answer64(462), SECCOMP_RET_ALLOW);
}

TEST(CompileSeccomp, aProfileWithoutRules) {
  for (const SeccompAction action : {SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_TRAP}) {
    SeccompProfile profile;
    profile.default_action = action;
    EXPECT_EQ(Program(profile).answer64(SYS_read), action);
  }
}

}  // namespace
}  // namespace aahat
