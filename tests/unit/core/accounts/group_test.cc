#include <gtest/gtest.h>

#include "accounts/accounts.h"
#include "memory_file.h"
#include "refused.h"

namespace aahat {
namespace {

using Gids = std::vector<gid_t>;

std::optional<std::string> name_of(gid_t gid, std::string_view text) {
  return group_name(gid, MemoryFile(text).path());
}

/// The groups of `name`, whose primary one is 100.
Gids groups(const std::string& name, std::string_view text) {
  return groups_of(User{name, 1, 100, "", ""}, MemoryFile(text).path());
}

TEST(GroupName, firstOneWins) {
  EXPECT_EQ(name_of(5, "a:x:4:\nb:x:5:u,v\nc:x:5:\n"), "b");
  EXPECT_FALSE(name_of(6, "a:x:4:\nb:x:5:u,v\n"));
  EXPECT_FALSE(name_of(0, ""));
}

TEST(GroupName, malformedLinesArePassedOver) {
  EXPECT_EQ(name_of(5, "a\na:x\na:x:5\na:x:5::\n:x:5:\n+a:x:5:\n#a:x:5:\na:x:-5:\na:x: 5:\nb:x:5:\n"), "b");
  EXPECT_FALSE(name_of(4294967295U, "a:x:4294967295:\n"));
}

TEST(ForEachGroup, visitsGroupsAndTheirMembersInTheFilesOrder) {
  std::string seen;
  for_each_group(
      [&](const Group& group) {
        seen += std::string(group.name) + std::to_string(group.gid) + ":";
        group.for_each_member([&](std::string_view member) { seen.append(member).append(","); });
      },
      MemoryFile("a:x:7:u, v,,w\nbad:x:y:u\nb:x:7:\n").path());
  EXPECT_EQ(seen, "a7:u,v,w,b7:");
}

TEST(GroupsOf, hasThePrimaryGroupAlways) { EXPECT_EQ(groups("u", ""), Gids{100}); }

TEST(GroupsOf, hasTheGroupsThatListTheUserEachOnce) {
  EXPECT_EQ(groups("u", "a:x:7:u\nb:x:3:v,u\nc:x:5:u,w\nd:x:9:v\ne:x:7:u\nf:x:100:u\n"),
            (Gids{3, 5, 7, 100}));
}

TEST(GroupsOf, comparesWholeNames) {
  EXPECT_EQ(groups("u", "a:x:1:uu\nb:x:2:xu,ux\nu:x:3:\nc:u:4:\nd:x:5:U\ne:x:6:u x\n"), Gids{100});
}

TEST(GroupsOf, emptyNamesAndBlanksInFrontDoNotCount) {
  EXPECT_EQ(groups("u", "a:x:1:,,u,\nb:x:2: u\nc:x:3:v,\tu\n"), (Gids{1, 2, 3, 100}));
  EXPECT_EQ(groups("", "a:x:1:,\nb:x:2:\nc:x:3:v, ,w\n"), Gids{100});
}

TEST(GroupsOf, malformedLinesGiveNothing) {
  EXPECT_EQ(groups("u", "a:x:1:u:\nb:x:u\nc:x:+3:u\nd:x:4294967295:u\n"), Gids{100});
  EXPECT_EQ(groups("u", std::string_view("a:x:1:u,\0\n", 10)), Gids{100});
}

TEST(GroupsOf, longListOfMembers) {
  std::string members;
  for (int i = 0; i < 100000; ++i) members += "member" + std::to_string(i) + ",";
  EXPECT_EQ(groups("u", "a:x:1:" + members + "u\nb:x:2:u\n"), (Gids{1, 2, 100}));
}

TEST(GroupsOf, overlongLineIsRefused) {
  const MemoryFile file("a:x:1:" + std::string(std::size_t{17} << 20U, 'm'));
  EXPECT_EQ(refused([&] { group_name(1, file.path()); }),
            "cannot read \"" + file.path() + "\": it has a line of 16777216 bytes or more\n");
}

TEST(GroupsOf, moreThanTheKernelTakesIsRefused) {
  std::string text;
  for (int gid = 200; gid < 200 + 65535; ++gid) text += "g:x:" + std::to_string(gid) + ":u\n";
  EXPECT_EQ(groups("u", text).size(), 65536U);
  EXPECT_EQ(refused([&] { groups("u", text + "g:x:7:u\n"); }),
            "cannot list the groups of \"u\": they are more than 65536, the most the kernel takes\n");
}

}  // namespace
}  // namespace aahat
