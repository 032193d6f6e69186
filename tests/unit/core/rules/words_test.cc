#include "rules/words.h"

#include <gtest/gtest.h>

namespace aahat {
namespace {

TEST(Words, areReadAsTheyAreWritten) {
  for (const auto word : {OrderWord::pool, OrderWord::user, OrderWord::group, OrderWord::fallback}) {
    EXPECT_EQ(order_word(to_text(word)), word);
  }
  for (const auto word : {Session::required, Session::optional}) EXPECT_EQ(session_word(to_text(word)), word);
  for (const auto word : {Seal::required, Seal::off}) EXPECT_EQ(seal_word(to_text(word)), word);
  for (const auto word : {Listen::confined, Listen::shared}) EXPECT_EQ(listen_word(to_text(word)), word);
}

TEST(Words, haveTheSpellingOfTheAnnotations) {
  EXPECT_EQ(to_text(OrderWord::fallback), "default");
  EXPECT_EQ(to_text(Listen::confined), "private");
}

TEST(Words, nothingElseIsOne) {
  for (const char* text : {"", "User", "user ", "fallback", "confined", "offf", "require"}) {
    EXPECT_FALSE(order_word(text) || session_word(text) || seal_word(text) || listen_word(text)) << text;
  }
}

}  // namespace
}  // namespace aahat
