#include "accounts/accounts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

TEST(Accounts, readFiles) {
  const TempFolder folder;
  const std::string passwd = folder.file("passwd", "a:x:1:2::/home/a:/bin/sh\nb:x:3:4::/:\n");
  const std::string group = folder.file("group", "g:x:2:\nh:x:5:a\n");
  EXPECT_EQ(find_user("b", passwd)->uid, 3U);
  EXPECT_EQ(find_user(1, passwd)->name, "a");
  EXPECT_EQ(group_name(2, group), "g");
  EXPECT_EQ(groups_of(*find_user("a", passwd), group), (std::vector<gid_t>{2, 5}));
  int users = 0;
  for_each_user([&](const User&) { ++users; }, passwd);
  EXPECT_EQ(users, 2);
}

TEST(Accounts, missingFilesAreEmpty) {
  const TempFolder folder;
  const std::string none = folder.path("none");
  EXPECT_FALSE(find_user("a", none));
  EXPECT_FALSE(find_user(0, none));
  EXPECT_FALSE(group_name(0, none));
  EXPECT_EQ(groups_of(User{"a", 1, 2, "", ""}, none), std::vector<gid_t>{2});
  for_each_user([](const User&) { ADD_FAILURE(); }, none);
}

TEST(Accounts, onlyMissingFilesAreEmpty) {
  const TempFolder folder;
  const std::string inside_a_file = folder.file("file", "") + "/passwd";
  EXPECT_NE(refused([&] { find_user("a", inside_a_file); }).find("(ENOTDIR)"), std::string::npos);
}

TEST(Accounts, whatIsNotARegularFileIsRefused) {
  const TempFolder folder;
  ASSERT_EQ(mkfifo(folder.path("fifo").c_str(), 0600), 0);
  for (const std::string& path : {folder.path("fifo"), folder.path(""), std::string("/dev/zero")}) {
    EXPECT_NE(refused([&] { find_user("a", path); }).find("it is not a regular file"), std::string::npos)
        << path;
  }
}

TEST(Accounts, sparseFileIsRefusedQuickly) {
  const TempFolder folder;
  const std::string sparse = folder.file("sparse", "");
  ASSERT_EQ(truncate(sparse.c_str(), off_t{1} << 40U), 0);
  EXPECT_NE(refused([&] { find_user("a", sparse); }), "");
  EXPECT_NE(refused([&] { group_name(1, sparse); }), "");
}

}  // namespace
}  // namespace aahat
