#include "annotations/values.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

using enum OrderWord;

Order users(std::string_view value) { return parse_order("KEY", value); }
Order pools(std::string_view value) { return parse_pool_order("KEY", value); }

std::string users_refuse(std::string_view value) {
  return refused([&] { users(value); });
}

std::string pools_refuse(std::string_view value) {
  return refused([&] { pools(value); });
}

TEST(ParseOrder, takesItsWordsInAnyOrder) {
  EXPECT_EQ(users("user"), Order{user});
  EXPECT_EQ(users("group:default"), (Order{group, fallback}));
  EXPECT_EQ(users("default:group:user"), (Order{fallback, group, user}));
}

TEST(ParseOrder, takesColonsCommasAndBlanksAndSeveralOfThem) {
  for (const char* value :
       {"user:group", "user,group", "user group", "user, group", "user : group",
        "::user:,group:", "user\tgroup", "user ,, group", ",user,group,", " user group "}) {
    EXPECT_EQ(users(value), (Order{user, group})) << value;
  }
}

TEST(ParseOrder, takesPamApparmorsForms) {
  for (const char* value : {"order=user,group", "order=user:group", "order=:user:group", "ORDER=USER,Group",
                            "Order=user group"}) {
    EXPECT_EQ(users(value), (Order{user, group})) << value;
  }
}

TEST(ParseOrder, refusesOtherWordsNamingTheKey) {
  EXPECT_EQ(users_refuse("user,pool"),
            "cannot use the annotation \"KEY\": \"pool\" is not a word of its list\n"
            "hint: the words are user, group, default\n");
  for (const char* value : {"users", "user;group", "user/group", ":order=user", "user\ngroup",
                            "order=order=user", " order=user", "order", "o"}) {
    EXPECT_NE(users_refuse(value), "") << value;
  }
}

TEST(ParseOrder, refusesDoubledWords) {
  EXPECT_EQ(users_refuse("user,group,USER"),
            "cannot use the annotation \"KEY\": the word \"USER\" is doubled\nhint: name each word once\n");
}

TEST(ParseOrder, refusesAnEmptyList) {
  for (const char* value : {"", ",", ":", " ", ": ,:", "order=", "order=:", "order=, ,"}) {
    EXPECT_NE(users_refuse(value).find("its list is empty"), std::string::npos) << value;
  }
}

TEST(ParsePoolOrder, takesItsWords) {
  EXPECT_EQ(pools("pool"), Order{pool});
  for (const char* value :
       {"pool:user:group:default", "pool user, group\tdefault", "pool, user:group::default:"}) {
    EXPECT_EQ(pools(value), (Order{pool, user, group, fallback})) << value;
  }
}

TEST(ParsePoolOrder, hasNoOlderForm) {
  for (const char* value : {"Pool", "order=pool", "pool,pool", "pool:pool", "", ":", "pools"})
    EXPECT_NE(pools_refuse(value), "") << value;
}

TEST(ParsePoolOrder, stopsAtTheFirstWrongWordOfMany) {
  std::string many;
  for (int i = 0; i < 1000000; ++i) many += "user ";
  EXPECT_NE(pools_refuse(many).find("doubled"), std::string::npos);
}

}  // namespace
}  // namespace aahat
