#include "choice/choice.h"

#include <gtest/gtest.h>

namespace aahat {
namespace {

using enum OrderWord;

/// "HAT:WORD HAT:WORD …", for reading; a rule has no word.
std::string shown(const std::vector<Candidate>& candidates) {
  std::string out;
  for (const auto& [hat, word] : candidates) {
    if (!out.empty()) out += ' ';
    out += hat.text() + (word ? ":" + std::string(to_text(*word)) : "");
  }
  return out;
}

const Subject subject{"www", "shop", "customers"};

TEST(Candidates, ruleIsFinal) {
  EXPECT_EQ(shown(candidates(HatName::from("x"), {pool, user, group, fallback}, subject)), "x");
}

TEST(Candidates, followTheOrder) {
  EXPECT_EQ(shown(candidates({}, {pool, user, group, fallback}, subject)),
            "www:pool shop:user customers:group DEFAULT:default");
  EXPECT_EQ(shown(candidates({}, {fallback, user}, subject)), "DEFAULT:default shop:user");
}

TEST(Candidates, noneWithoutRuleAndOrder) { EXPECT_EQ(shown(candidates({}, {}, subject)), ""); }

TEST(Candidates, namesThatCannotBeHatsArePassedOver) {
  EXPECT_EQ(shown(candidates({}, {pool, user, group, fallback}, {"", "a b", "-x"})), "DEFAULT:default");
  EXPECT_EQ(shown(candidates({}, {user}, {"", "../x//y", ""})), "");
}

TEST(Candidates, nobodyReachesDefaultByBeingCalledSo) {
  EXPECT_EQ(shown(candidates({}, {pool, user, group}, {"DEFAULT", "DEFAULT", "DEFAULT"})), "");
  EXPECT_EQ(shown(candidates({}, {user, fallback}, {"", "DEFAULT", ""})), "DEFAULT:default");
  EXPECT_EQ(shown(candidates({}, {user}, {"", "default", ""})), "default:user");
}

TEST(Candidates, ruleMayNameDefault) {
  EXPECT_EQ(shown(candidates(HatName::from("DEFAULT"), {}, subject)), "DEFAULT");
}

}  // namespace
}  // namespace aahat
