#include "label/label.h"

#include <gtest/gtest.h>

#include "names.h"

namespace aahat {
namespace {

TEST(ProfileName, takesOneOrdinaryProfile) {
  for (const char* name : {"P", "a b", "/usr/sbin/x", "P/a", "P&x", "a:b"}) {
    EXPECT_EQ(ProfileName::fault(name), "") << name;
  }
}

TEST(ProfileName, saysWhatIsWrong) {
  const std::string too_long(1025, 'a');
  for (const auto& [name, fault] :
       std::map<std::string_view, std::string_view>{{"", "no AppArmor profile"},
                                                    {"unconfined", "is unconfined"},
                                                    {"A//&B", "a stack"},
                                                    {"&A", "a stack"},
                                                    {"P//a", "a hat"},
                                                    {":ns:P", "namespace"},
                                                    {"P\nseal off", "control"},
                                                    {"P\x7f", "control"},
                                                    {" P", "blank"},
                                                    {"P ", "blank"},
                                                    {too_long, "1024"}}) {
    EXPECT_NE(ProfileName::fault(name).find(fault), std::string_view::npos) << name;
    EXPECT_FALSE(ProfileName::from(name)) << name;
  }
}

TEST(Labels, areMadeOfProfileAndHat) {
  const ProfileName profile = profile_named("/usr/bin/x");
  EXPECT_EQ(label_of(profile, hat_named("shop")), "/usr/bin/x//shop");
  EXPECT_EQ(stack_of(profile, label_of(profile, "a//b")), "/usr/bin/x//&/usr/bin/x//a//b");
}

TEST(MembersOf, splitsAStack) {
  using Set = std::set<std::string>;
  EXPECT_EQ(members_of({"P", ""}), Set{"P"});
  EXPECT_EQ(members_of({"P//&P//shop//&crun", ""}), (Set{"P", "P//shop", "crun"}));
  EXPECT_EQ(members_of({"P//&:ns:Q", ""}), (Set{"P", ":ns:Q"}));
  EXPECT_EQ(members_of({"//&", ""}), Set{""});
}

TEST(SplitLabel, takesTheModeOff) {
  EXPECT_EQ(split_label("P//shop (enforce)\n").name, "P//shop");
  EXPECT_EQ(split_label("P//shop (enforce)\n").mode, "enforce");
  EXPECT_EQ(split_label("unconfined\n").name, "unconfined");
  EXPECT_EQ(split_label("").name, "");
  EXPECT_EQ(split_label("a b (mixed)").name, "a b");
}

}  // namespace
}  // namespace aahat
