#include "entry/identity.h"

#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "entry/load_filter.h"
#include "entry/probe.h"
#include "refused.h"
#include "seccomp/compile.h"

namespace aahat {
namespace {

const Identity somebody{12345, 23456, {23456, 34567}};

/// A filter that answers these calls in the kernel's place. It needs CAP_SYS_ADMIN, which these tests' root
/// has, so that no_new_privs stays clear.
void answer(const std::vector<std::string>& calls, unsigned error) {
  load_filter(compile_seccomp({SECCOMP_RET_ALLOW, {}, 0, {{calls, SECCOMP_RET_ERRNO | error, {}}}}, "p").code,
              0);
}

/// What taking the identity refuses, in a child where `calls` are answered so.
std::string taking(const std::vector<std::string>& calls, unsigned error = 0) {
  const auto findings = refused_in_child([&] {
    if (!calls.empty()) answer(calls, error);
    take_identity(somebody);
    if (getuid() != somebody.uid || geteuid() != somebody.uid)
      throw Refusal({"take", "it", "somebody else", ""});
  });
  return findings.empty() ? "" : message(findings.front());
}

class TakeIdentity : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(geteuid(), 0U) << "these tests need root"; }
};

TEST_F(TakeIdentity, isSeen) { EXPECT_EQ(taking({}), ""); }

TEST_F(TakeIdentity, aFilterThatForgesSuccessIsSeen) {
  for (const char* call :
       {"setgroups", "setresgid", "setresuid", "getgroups", "getresgid", "getresuid", "capget"}) {
    EXPECT_NE(taking({call}).find("the kernel does not show their effect"), std::string::npos) << call;
  }
}

TEST_F(TakeIdentity, aFilterThatForgesCallAndQuestionIsSeen) {
  EXPECT_NE(taking({"setresuid", "getresuid"}), "");
  EXPECT_NE(taking({"setresgid", "getresgid"}), "");
  EXPECT_NE(taking({"setgroups", "getgroups"}), "");
  EXPECT_NE(taking({"setresuid", "getresuid", "setuid", "capget"}), "");
}

TEST_F(TakeIdentity, otherAnswersAreRefusedToo) {
  for (const unsigned error : {1U, 38U, 22U}) EXPECT_NE(taking({"setresuid"}, error), "") << error;
}

// Securebits can let capabilities survive the change of the uid.
TEST_F(TakeIdentity, capabilitiesThatStayAreSeen) {
  const auto findings = refused_in_child([] {
    if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) throw Refusal({"set up", "the test", "keepcaps", ""});
    take_identity(somebody);
  });
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings.front().action, "give up root's capabilities");
}

TEST_F(TakeIdentity, nobodyIsRootBecauseAFilterSaysSo) {
  EXPECT_EQ(real_uid(), 0U);
  const auto findings = refused_in_child([] {
    answer({"getuid", "getresuid"}, 0);
    if (real_uid() != static_cast<uid_t>(-1)) throw Refusal({"see", "through it", "", ""});
  });
  EXPECT_TRUE(findings.empty());
}

}  // namespace
}  // namespace aahat
