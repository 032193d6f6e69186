// The seccomp profiles that are shipped: what they deny, and that nothing goes around it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <cerrno>

#include "bpf_program.h"
#include "file/file.h"
#include "seccomp/seccomp_json.h"

namespace aahat {
namespace {

constexpr std::uint32_t denied = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint64_t high_bit = 1ULL << 32U;  // which the kernel cuts off where it takes an int

Program example(const std::string& name) {
  const std::string path = std::string(AA_HAT_EXAMPLES) + "/seccomp/" + name + ".json";
  const Fd file = open_regular(path);
  return Program(parse_seccomp(read_all(file.get(), 1U << 20U, "read", path), path));
}

class SeccompExample : public testing::TestWithParam<const char*> {
 protected:
  Program program_ = example(GetParam());
};

TEST_P(SeccompExample, hasNoNameThatNobodyKnows) { EXPECT_TRUE(program_.unknown().empty()); }

TEST_P(SeccompExample, deniesEachNamespaceOfCloneAndNoOtherFlag) {
  for (const unsigned flag :
       {0x20000U, 0x02000000U, 0x04000000U, 0x08000000U, 0x10000000U, 0x20000000U, 0x40000000U}) {
    EXPECT_EQ(program_.answer64(SYS_clone, {flag | 17U}), denied) << flag;
    EXPECT_EQ(program_.answer64(SYS_clone, {high_bit | flag}), denied) << flag;
  }
  EXPECT_EQ(program_.answer64(SYS_clone, {0x3d0f00}), SECCOMP_RET_ALLOW);   // a thread
  EXPECT_EQ(program_.answer64(SYS_clone, {0x1200011}), SECCOMP_RET_ALLOW);  // fork
  EXPECT_EQ(program_.answer64(SYS_clone3), SECCOMP_RET_ERRNO | ENOSYS);
}

TEST_P(SeccompExample, deniesSignalsByDescriptor) {
  for (const std::uint64_t high : {std::uint64_t{0}, high_bit}) {
    for (const unsigned command : {unsigned{F_SETOWN}, 10U /* F_SETSIG */, 15U /* F_SETOWN_EX */}) {
      EXPECT_EQ(program_.answer64(SYS_fcntl, {3, high | command}), denied) << command;
    }
    for (const unsigned request : {0x8901U /* FIOSETOWN */, 0x8902U /* SIOCSPGRP */, unsigned{TIOCSTI}}) {
      EXPECT_EQ(program_.answer64(SYS_ioctl, {3, high | request}), denied) << request;
    }
  }
  EXPECT_EQ(program_.answer64(SYS_fcntl, {3, F_SETFL}), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program_.answer64(SYS_ioctl, {3, TIOCGWINSZ}), SECCOMP_RET_ALLOW);
}

TEST_P(SeccompExample, deniesPriorityOfOthers) {
  EXPECT_EQ(program_.answer64(SYS_setpriority, {PRIO_PROCESS, 0, 5}), SECCOMP_RET_ALLOW);
  EXPECT_EQ(program_.answer64(SYS_setpriority, {PRIO_PROCESS, 77, 5}), denied);
  EXPECT_EQ(program_.answer64(SYS_setpriority, {high_bit | PRIO_USER, 0, 5}), denied);
  EXPECT_EQ(program_.answer64(SYS_ioprio_set, {1, 77}), denied);
  EXPECT_EQ(program_.answer64(SYS_ioprio_set, {3, 0}), denied);
}

TEST_P(SeccompExample, deniesWhatNoTenantNeeds) {
  for (const int number : {SYS_ptrace, SYS_process_vm_readv, SYS_keyctl, SYS_bpf, SYS_io_uring_setup,
                           SYS_unshare, SYS_mount, SYS_init_module, SYS_perf_event_open, SYS_userfaultfd}) {
    EXPECT_EQ(program_.answer64(static_cast<std::uint32_t>(number)), denied) << number;
  }
  EXPECT_EQ(program_.answer64(460), SECCOMP_RET_ERRNO | ENOSYS);  // lsm_set_self_attr
  EXPECT_EQ(program_.answer(AUDIT_ARCH_I386, 26), SECCOMP_RET_KILL_THREAD);
  EXPECT_EQ(program_.answer64((1U << 30U) | 521U), SECCOMP_RET_KILL_THREAD);
}

INSTANTIATE_TEST_SUITE_P(Each, SeccompExample, testing::Values("php-tenant", "login-tenant"));

TEST(SeccompExamples, differInSystemVIpc) {
  EXPECT_EQ(example("php-tenant").answer64(SYS_shmget), denied);
  EXPECT_EQ(example("login-tenant").answer64(SYS_shmget), SECCOMP_RET_ALLOW);
}

}  // namespace
}  // namespace aahat
