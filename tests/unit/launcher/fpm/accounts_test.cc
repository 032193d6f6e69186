#include "fpm/accounts.h"

#include <gtest/gtest.h>

#include "temp_folder.h"

namespace aahat {
namespace {

class FpmAccounts : public testing::Test {
 public:
  TempFolder folder_;
  Accounts accounts_{folder_.file("passwd",
                                  "root:x:0:0::/root:/bin/sh\n"
                                  "eve:x:1000:100::/:/bin/sh\n"
                                  "twin:x:1000:200::/:/bin/sh\n"
                                  "eve:x:7:7::/:/bin/sh\n"
                                  "42:x:5:5::/:/bin/sh\n"),
                     folder_.file("group",
                                  "users:x:100:twin\n"
                                  "web:x:33:eve, twin\n"
                                  "web:x:34:\n"
                                  "extra:x:50:eve,eve\n")};
};

TEST_F(FpmAccounts, TheFirstEntryCounts) {
  EXPECT_EQ(accounts_.user("eve")->uid, 1000U);
  EXPECT_EQ(accounts_.user("1000")->name, "eve");
  EXPECT_EQ(accounts_.group("web"), 33U);
  EXPECT_EQ(accounts_.group_name(100), "users");
}

TEST_F(FpmAccounts, DigitsAreAnId) {
  EXPECT_FALSE(accounts_.user("42"));
  EXPECT_EQ(accounts_.user_named("42")->uid, 5U);
  EXPECT_EQ(accounts_.group("4711"), 4711U);
}

TEST_F(FpmAccounts, Unknown) {
  EXPECT_FALSE(accounts_.user("nobody"));
  EXPECT_FALSE(accounts_.user(""));
  EXPECT_FALSE(accounts_.group(""));
  EXPECT_FALSE(accounts_.user("4294967296"));  // 0, if cut to 32 bits
  EXPECT_FALSE(accounts_.group("4294967295"));
  EXPECT_EQ(accounts_.group_name(4711), "");
}

TEST_F(FpmAccounts, GroupsAsInitgroupsSetsThem) {
  EXPECT_EQ(accounts_.groups_of("eve", 100), (std::vector<gid_t>{33, 50, 100}));
  EXPECT_EQ(accounts_.groups_of("twin", 7), (std::vector<gid_t>{7, 33, 100}));
  EXPECT_EQ(accounts_.groups_of("root", 0), (std::vector<gid_t>{0}));
}

}  // namespace
}  // namespace aahat
