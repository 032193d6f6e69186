#include "in_child.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace aahat {
namespace {

TEST(InChild, whatSucceedsRefusesNothing) {
  EXPECT_TRUE(refused_in_child([] {}).empty());
}

TEST(InChild, findingsComeBackWhole) {
  const auto findings = refused_in_child([] {
    throw Refusal(
        std::vector<Finding>{{"enter hat", "P//a", "because", "do this"}, {"seal hat", "", "so", ""}});
  });
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].hint, "do this");
  EXPECT_EQ(findings[1].reason, "so");
  EXPECT_EQ(findings[1].hint, "");
}

TEST(InChild, aChildThatDiesIsNotASuccess) {
  EXPECT_EQ(refused_in_child([] { _exit(0); }).size(), 1U);
  EXPECT_EQ(refused_in_child([] { throw std::bad_alloc(); }).size(), 1U);
}

TEST(InChild, nothingOfTheAttemptStays) {
  int changed = 0;
  EXPECT_TRUE(refused_in_child([&] { changed = 1; }).empty());
  EXPECT_EQ(changed, 0);
}

}  // namespace
}  // namespace aahat
