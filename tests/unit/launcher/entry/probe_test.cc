#include "entry/probe.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <new>

namespace aahat {
namespace {

TEST(Probe, whatSucceedsRefusesNothing) {
  EXPECT_TRUE(refused_in_child([] {}).empty());
}

TEST(Probe, findingsComeBackWhole) {
  const auto findings = refused_in_child([] {
    throw Refusal(
        std::vector<Finding>{{"enter hat", "P//a", "because", "do this"}, {"seal hat", "", "so", ""}});
  });
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].hint, "do this");
  EXPECT_EQ(findings[1].reason, "so");
  EXPECT_EQ(findings[1].hint, "");
}

TEST(Probe, aChildThatDiesIsNotASuccess) {
  EXPECT_EQ(refused_in_child([] { _exit(0); }).size(), 1U);
  EXPECT_EQ(refused_in_child([] { throw std::bad_alloc(); }).size(), 1U);
}

TEST(Probe, nothingOfTheAttemptStays) {
  int changed = 0;
  EXPECT_TRUE(refused_in_child([&] { changed = 1; }).empty());
  EXPECT_EQ(changed, 0);
}

// The first can end only after the second has begun.
TEST(Probe, probesRunSideBySide) {
  void* const page =
      mmap(nullptr, sizeof(std::atomic<bool>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(page, MAP_FAILED);
  auto& begun = *new (page) std::atomic<bool>(false);
  Probe first([&] {
    while (!begun) sched_yield();
  });
  Probe second([&] { begun = true; });
  EXPECT_TRUE(first.refused().empty());
  EXPECT_TRUE(second.refused().empty());
}

}  // namespace
}  // namespace aahat
