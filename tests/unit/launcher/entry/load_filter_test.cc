#include "entry/load_filter.h"

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "entry/probe.h"
#include "refused.h"
#include "seccomp/compile.h"

namespace aahat {
namespace {

/// What `attempt` refuses, in a child under no_new_privs: a filter stays for good.
std::string in_child(const std::function<void()>& attempt) {
  const auto findings = refused_in_child([&] {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    attempt();
  });
  return findings.empty() ? "" : message(findings.front());
}

std::string compiled(unsigned error) {
  return compile_seccomp({SECCOMP_RET_ALLOW, {}, 0, {{{"getppid"}, SECCOMP_RET_ERRNO | error, {}}}}, "p")
      .code;
}

void expect_errno_of_getppid(int error) {
  errno = 0;
  const long result = syscall(SYS_getppid);
  if (result != -1 || errno != error) throw Refusal({"deny", "getppid", errno_text(errno), ""});
}

TEST(LoadFilter, isInForceAtOnceAndFromAnyAddress) {
  EXPECT_EQ(in_child([] {
              const std::string code = "x" + compiled(EXDEV);  // not aligned
              load_filter(std::string_view(code).substr(1), 0);
              expect_errno_of_getppid(EXDEV);
            }),
            "");
}

TEST(LoadFilter, aSecondOneCanOnlyTighten) {
  EXPECT_EQ(in_child([] {
              load_filter(compiled(EXDEV), SECCOMP_FILTER_FLAG_LOG);
              SeccompProfile all;
              all.default_action = SECCOMP_RET_ALLOW;
              load_filter(compile_seccomp(all, "p").code, SECCOMP_FILTER_FLAG_SPEC_ALLOW);
              expect_errno_of_getppid(EXDEV);
            }),
            "");
}

TEST(LoadFilter, refusesWhatIsNoProgram) {
  const std::string code = compiled(EXDEV);
  for (const std::string& wrong :
       {std::string(), code.substr(0, 8), std::string(8, '\xff'), std::string(40000, 'x')}) {
    EXPECT_NE(in_child([&] { load_filter(wrong, 0); }).find("cannot load the seccomp filter"),
              std::string::npos);
  }
  EXPECT_NE(in_child([&] { load_filter(code, 1U << 30U); }).find("EINVAL"), std::string::npos);
}

TEST(LoadFilter, needsNoNewPrivs) {
  const auto findings = refused_in_child([] {
    syscall(SYS_capset, std::array<std::uint32_t, 2>{_LINUX_CAPABILITY_VERSION_3, 0}.data(),
            std::array<__user_cap_data_struct, 2>{}.data());
    load_filter(compiled(EXDEV), 0);
  });
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].reason, "no_new_privs is not set, and this process is no CAP_SYS_ADMIN");
}

TEST(LoadFilter, saysThatThereIsNoRoomForMore) {
  EXPECT_NE(in_child([&] {
              const sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
              std::string code;
              for (std::size_t i = 0; i < BPF_MAXINSNS; ++i) {
                code.append(reinterpret_cast<const char*>(&allow), sizeof allow);
              }
              for (int i = 0; i < 9; ++i) load_filter(code, 0);
            }).find("may have 32768 instructions in all"),
            std::string::npos);
}

TEST(LoadFilter, saysThatAFilterAlreadyForbidsIt) {
  EXPECT_NE(in_child([] {
              load_filter(compile_seccomp(
                              {SECCOMP_RET_ALLOW, {}, 0, {{{"seccomp"}, SECCOMP_RET_ERRNO | EPERM, {}}}}, "p")
                              .code,
                          0);
              load_filter(compiled(EXDEV), 0);
            }).find("already forbids seccomp(2)"),
            std::string::npos);
}

TEST(LoadFilter, believesNoFilterThatForgesSuccess) {
  for (const unsigned error : {0U, static_cast<unsigned>(EINVAL)}) {
    EXPECT_NE(
        in_child([&] {
          load_filter(
              compile_seccomp({SECCOMP_RET_ALLOW, {}, 0, {{{"seccomp"}, SECCOMP_RET_ERRNO | error, {}}}}, "p")
                  .code,
              0);
          load_filter(compiled(EXDEV), 0);
        }).find("cannot load the seccomp filter"),
        std::string::npos)
        << error;
  }
}

}  // namespace
}  // namespace aahat
