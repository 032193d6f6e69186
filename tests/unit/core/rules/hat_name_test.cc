#include <gtest/gtest.h>

#include "rules/names.h"

namespace aahat {
namespace {

bool is_hat(std::string_view text) { return HatName::from(text).has_value(); }

std::string every_byte_that(bool (*fits)(std::string_view)) {
  std::string out;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text = {'a', static_cast<char>(byte)};
    if (fits(text)) out += text[1];
  }
  return out;
}

TEST(HatName, keepsItsText) { EXPECT_EQ(HatName::from("shop")->text(), "shop"); }

TEST(HatName, takesExactlyTheLettersOfItsGrammar) {
  EXPECT_EQ(every_byte_that(is_hat), "+-.0123456789@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
}

TEST(HatName, isOneTo64BytesLong) {
  EXPECT_FALSE(is_hat(""));
  EXPECT_TRUE(is_hat("a"));
  EXPECT_TRUE(is_hat(std::string(64, 'a')));
  EXPECT_FALSE(is_hat(std::string(65, 'a')));
}

TEST(HatName, cannotStartLikeAFolderAnOptionOrTheKernelsOwn) {
  for (const char* text : {".", "..", ".a", "-", "-a", "null-", "null-a"}) EXPECT_FALSE(is_hat(text)) << text;
  for (const char* text : {"a.", "a-", "_", "+", "@", "null", "nulla", "Null-a", "a-null-"}) {
    EXPECT_TRUE(is_hat(text)) << text;
  }
}

TEST(HatName, comparesByBytes) {
  EXPECT_LT(*HatName::from("B"), *HatName::from("a"));
  EXPECT_LT(*HatName::from("a"), *HatName::from("aa"));
  EXPECT_EQ(*HatName::from("a"), *HatName::from("a"));
}

TEST(SubjectName, takesExactlyTheLettersOfItsGrammar) {
  EXPECT_EQ(every_byte_that(is_subject_name),
            "!#$%&()*+-.0123456789:<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz{|}~");
}

TEST(SubjectName, isOneTo255BytesLong) {
  EXPECT_FALSE(is_subject_name(""));
  EXPECT_TRUE(is_subject_name(std::string(255, 'a')));
  EXPECT_FALSE(is_subject_name(std::string(256, 'a')));
}

}  // namespace
}  // namespace aahat
