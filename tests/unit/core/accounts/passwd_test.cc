#include <gtest/gtest.h>

#include "accounts/accounts.h"
#include "memory_file.h"
#include "refused.h"

namespace aahat {
namespace {

std::optional<User> named(std::string_view name, std::string_view text) {
  return find_user(name, MemoryFile(text).path());
}

std::optional<User> numbered(uid_t uid, std::string_view text) {
  return find_user(uid, MemoryFile(text).path());
}

/// The names of all users, each followed by a blank.
std::string all_names(std::string_view text) {
  std::string out;
  for_each_user([&](const User& user) { out += user.name + " "; }, MemoryFile(text).path());
  return out;
}

constexpr std::string_view three =
    "root:x:0:0:root:/root:/bin/bash\n"
    "shop:x:1001:2001:The Shop,,,:/srv/shop:/run/aa-hat/aa-hat-shell\n"
    "blog:x:1002:2002::/srv/blog:\n";

TEST(FindUser, byName) {
  const auto user = named("shop", three);
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "shop");
  EXPECT_EQ(user->uid, 1001U);
  EXPECT_EQ(user->gid, 2001U);
  EXPECT_EQ(user->home, "/srv/shop");
  EXPECT_EQ(user->shell, "/run/aa-hat/aa-hat-shell");
}

TEST(FindUser, byUid) {
  EXPECT_EQ(numbered(1002, three)->name, "blog");
  EXPECT_EQ(numbered(1002, three)->shell, "");
  EXPECT_EQ(numbered(0, three)->name, "root");
  EXPECT_FALSE(numbered(1003, three));
}

TEST(FindUser, onlyByTheWholeName) {
  for (const char* name : {"", "sho", "shopp", "SHOP", "shop:x", "shop:x:1001", "shop ", "shop\n"}) {
    EXPECT_FALSE(named(name, three)) << name;
  }
}

TEST(FindUser, firstLineWins) {
  constexpr std::string_view doubled = "a:x:1:1::/1:\na:x:2:2::/2:\nb:x:1:3::/3:\n";
  EXPECT_EQ(named("a", doubled)->uid, 1U);
  EXPECT_EQ(numbered(1, doubled)->name, "a");
}

TEST(FindUser, lastLineNeedsNoNewline) { EXPECT_EQ(named("a", "a:x:1:1::/:/bin/sh")->shell, "/bin/sh"); }

TEST(FindUser, blanksInFrontDoNotCount) { EXPECT_TRUE(named("a", " \ta:x:1:1::/:\n")); }

TEST(FindUser, commentsNisAndEmptyLinesArePassedOver) {
  EXPECT_EQ(all_names("\n  \n#c:x:1:1::/:\n +\n+\n+n:x:1:1::/:\n+@g::::::\n-m:x:1:1::/:\na:x:1:1::/:\n"),
            "a ");
}

TEST(FindUser, malformedLinesArePassedOver) {
  EXPECT_EQ(all_names("a\na:x\na:x:1:1\na:x:1:1::/\na:x:1:1::/:/bin/sh:x\n:x:1:1::/:\nb:x:1:1::/:\n"), "b ");
  EXPECT_EQ(all_names(std::string_view("a\0b:x:1:1::/:\na:x:1:1::/\0:\nc:x:1:1::/:\n", 38)), "c ");
}

TEST(FindUser, idsAreDecimalNumbersThatFit) {
  for (const char* id :
       {"", "-1", "+1", " 1", "1 ", "0x1", "1a", "4294967295", "4294967296", "99999999999999999999"}) {
    EXPECT_EQ(all_names("a:x:" + std::string(id) + ":1::/:\n"), "") << id;
    EXPECT_EQ(all_names("a:x:1:" + std::string(id) + "::/:\n"), "") << id;
  }
  EXPECT_EQ(named("a", "a:x:4294967294:0000::/:")->uid, 4294967294U);
}

TEST(FindUser, lineOfNoUserDoesNotHideALaterOne) {
  EXPECT_EQ(named("a", "a:x:-1:0::/:\na:x:5:5::/:\n")->uid, 5U);
}

TEST(ForEachUser, visitsInTheFilesOrder) { EXPECT_EQ(all_names(three), "root shop blog "); }

TEST(Passwd, overlongLineIsRefused) {
  const std::string fits = "a:x:1:1:" + std::string(65000, 'c') + ":/:\nb:x:2:2::/:\n";
  EXPECT_EQ(all_names(fits), "a b ");
  const MemoryFile file(std::string(70000, 'c'));
  EXPECT_EQ(refused([&] { find_user("a", file.path()); }),
            "cannot read \"" + file.path() + "\": it has a line of 65536 bytes or more\n");
}

TEST(Passwd, manyUsersAcrossManyPieces) {
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    const std::string n = std::to_string(i);
    text += "u" + n + ":x:" + n + ":" + n + "::/home/u" + n + ":/bin/sh\n";
  }
  EXPECT_EQ(named("u19999", text)->uid, 19999U);
  for (uid_t uid = 0; uid < 20000; uid += 997)
    EXPECT_EQ(numbered(uid, text)->name, "u" + std::to_string(uid));
}

}  // namespace
}  // namespace aahat
