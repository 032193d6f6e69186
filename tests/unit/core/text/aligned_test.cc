#include "text/aligned.h"

#include <gtest/gtest.h>

namespace aahat {
namespace {

TEST(Aligned, columnsAreAsWideAsTheirWidestCell) {
  EXPECT_EQ(aligned({{"POOL", "HAT"}, {"shop", "shop"}, {"a", "wide enough"}}),
            "POOL  HAT\n"
            "shop  shop\n"
            "a     wide enough\n");
  EXPECT_EQ(aligned({{"a", "b", "c"}, {"longer", "b"}, {}}), "a       b  c\nlonger  b\n\n");
  EXPECT_EQ(aligned({}), "");
}

TEST(Aligned, emptyCellsAreShown) { EXPECT_EQ(aligned({{"", "x"}, {"yy", ""}}, "> "), "> -   x\n> yy  -\n"); }

TEST(Aligned, foreignTextIsEscapedBeforeItIsMeasured) {
  EXPECT_EQ(aligned({{"\x1b", "x"}, {"yyyyy", "\n"}}), "\\x1b   x\nyyyyy  \\x0a\n");
}

}  // namespace
}  // namespace aahat
