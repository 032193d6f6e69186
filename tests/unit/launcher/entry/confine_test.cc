#include "entry/confine.h"

#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attr/enter.h"
#include "entry/in_child.h"
#include "fake_attr.h"
#include "names.h"
#include "refused.h"
#include "seccomp/compile.h"

namespace aahat {
namespace {

const HatName shop = *HatName::from("shop");

Confinement into_shop(bool no_new_privs = true, Seal seal = Seal::required) {
  return {.profile = profile_named("P"),
          .hat = shop,
          .identity = {},
          .others = {},
          .seal = seal,
          .no_new_privs = no_new_privs};
}

std::string confining(FakeAttr& attr, const Confinement& to) {
  return refused([&] { confine(attr, to); });
}

TEST(Confine, entersThenSetsNoNewPrivs) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  EXPECT_EQ(confining(attr, into_shop()), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "no_new_privs"}));
}

TEST(Confine, changeHatOnlyAfterEacces) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  attr.may_change_profile = false;
  EXPECT_EQ(confining(attr, into_shop()), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "changehat shop", "no_new_privs"}));
}

TEST(Confine, absentHatIsNotTriedAnotherWay) {
  FakeAttr attr;
  EXPECT_NE(confining(attr, into_shop()).find("no such hat is loaded"), std::string::npos);
  EXPECT_EQ(attr.log, std::vector<std::string>{"changeprofile P//shop"});
}

TEST(Confine, childProfileWithoutRuleNamesTheMissingRule) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.may_change_profile = false;
  EXPECT_NE(confining(attr, into_shop()).find("hint: add \"change_profile -> P//*,\" to profile P"),
            std::string::npos);
}

TEST(Confine, reloadThatHidesTheHatIsWaitedOut) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.hidden_by_reload = 20;
  EXPECT_EQ(confining(attr, into_shop()), "");
  EXPECT_EQ(attr.label.name, "P//shop");
}

TEST(Confine, hatThatNeverComesBackIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.hidden_by_reload = 100000;
  EXPECT_NE(confining(attr, into_shop()), "");
}

TEST(Confine, complainModeIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.mode = "complain";
  EXPECT_NE(confining(attr, into_shop()).find("complain mode"), std::string::npos);
}

FakeAttr under_no_new_privs() {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}, {"blog", FakeAttr::Kind::ordinary}};
  attr.no_new_privs_set = true;
  return attr;
}

TEST(Confine, noNewPrivsBeforehandMeansAStack) {
  FakeAttr attr = under_no_new_privs();
  EXPECT_EQ(confining(attr, into_shop()), "");
  EXPECT_EQ(attr.log.front(), "stack P//shop");
  EXPECT_EQ(attr.label.name, "P//&P//shop");
  EXPECT_TRUE(attr.closed);
}

TEST(Confine, stackIsTriedNoOtherWay) {
  FakeAttr attr = under_no_new_privs();
  attr.may_stack = false;
  EXPECT_NE(confining(attr, into_shop()).find("hint: add \"change_profile -> &P//*,\" to profile P"),
            std::string::npos);
  EXPECT_EQ(attr.log, std::vector<std::string>{"stack P//shop"});
}

TEST(Confine, reloadThatHidesTheHatIsWaitedOutForAStackToo) {
  FakeAttr attr = under_no_new_privs();
  attr.hidden_by_reload = 20;
  EXPECT_EQ(confining(attr, into_shop()), "");
}

TEST(Confine, stackOutOfWhichARuleLeadsIsRefused) {
  for (const std::string target : {"P", "P//&unconfined", "P//&P//blog"}) {
    FakeAttr attr = under_no_new_privs();
    attr.rules_of_hats = {target};
    Confinement to = into_shop();
    to.others = {"P//shop", "P//blog"};
    EXPECT_NE(confining(attr, to).find("change_profile rule that leads to " + target), std::string::npos);
    to.seal = Seal::off;
    attr = under_no_new_privs();
    attr.rules_of_hats = {target};
    EXPECT_EQ(confining(attr, to), "");
  }
}

TEST(Confine, stackWhoseHatCannotAskIsRefused) {
  for (const int answer : {EACCES, ENOSYS, EINVAL, 0}) {
    FakeAttr attr = under_no_new_privs();
    attr.answer_to_own_name = answer;
    EXPECT_NE(confining(attr, into_shop()).find("cannot seal hat \"shop\""), std::string::npos) << answer;
  }
}

TEST(Confine, stackBesideTheEnginesProfile) {
  FakeAttr attr = under_no_new_privs();
  attr.label = {"P//&crun", "mixed"};
  attr.mode = "mixed";
  Confinement to = into_shop();
  EXPECT_NE(confining(attr, to), "");
  attr.label = {"P//&crun", "mixed"};
  to.engine = "crun";
  EXPECT_EQ(confining(attr, to), "");
  attr.label = {"P//&crun//&Q", "mixed"};
  EXPECT_NE(confining(attr, to), "");
}

TEST(Confine, childProfileIsSealedWithoutNoNewPrivs) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  EXPECT_EQ(confining(attr, into_shop(false)), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "permhat shop"}));
  EXPECT_FALSE(attr.no_new_privs_set);
}

TEST(Confine, childProfileThatMayChangeToAnotherLabelIsRefused) {
  for (const std::string target : {"P", "P//blog", "unconfined"}) {
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}, {"blog", FakeAttr::Kind::child}};
    attr.rules_of_hats = {target};
    Confinement to = into_shop(false);
    to.others = {"P//shop", "P//blog"};
    EXPECT_NE(confining(attr, to).find("change_profile rule that leads to " + target), std::string::npos);
    attr = FakeAttr();
    attr.hats = {{"shop", FakeAttr::Kind::child}, {"blog", FakeAttr::Kind::child}};
    attr.rules_of_hats = {target};
    to.no_new_privs = true;
    EXPECT_EQ(confining(attr, to), "");
  }
}

TEST(Confine, ordinaryHatWithoutNoNewPrivsIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  EXPECT_NE(confining(attr, into_shop(false)).find("it is an ordinary hat"), std::string::npos);
}

TEST(Confine, onlyEchildProvesTheSeal) {
  for (const int answer : {ENOENT, EPERM, EACCES, EINVAL, ENOSYS}) {
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}};
    attr.answer_to_own_name = answer;
    EXPECT_NE(confining(attr, into_shop(false)), "") << answer;
  }
}

TEST(Confine, sealOffLetsAnOrdinaryHatIn) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  EXPECT_EQ(confining(attr, into_shop(false, Seal::off)), "");
}

TEST(Confine, withoutHatAlwaysUnderNoNewPrivs) {
  FakeAttr attr;
  Confinement none = into_shop(false);
  none.hat.reset();
  EXPECT_EQ(confining(attr, none), "");
  EXPECT_EQ(attr.log, std::vector<std::string>{"no_new_privs"});
}

TEST(Confine, filterIsLoadedLastOfAll) {
  // A real filter, which the fake knows nothing of: so in a child, with real no_new_privs.
  const auto findings = refused_in_child([] {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}};
    Confinement to = into_shop();
    to.filter = Filter{
        compile_seccomp({SECCOMP_RET_ALLOW, {}, 0, {{{"getppid"}, SECCOMP_RET_ERRNO | EXDEV, {}}}}, "p").code,
        0};
    confine(attr, to);
    if (syscall(SYS_getppid) != -1 || errno != EXDEV || !attr.closed) throw Refusal({"filter", "", "", ""});
  });
  EXPECT_TRUE(findings.empty());
}

TEST(RequireProfile, refusesAnotherLabelAndAnotherMode) {
  FakeAttr attr;
  EXPECT_EQ(refused([&] { require_profile(attr, profile_named("P")); }), "");
  EXPECT_NE(refused([&] { require_profile(attr, profile_named("Q")); }), "");
  attr.label = {"P//shop", "enforce"};
  EXPECT_NE(refused([&] { require_profile(attr, profile_named("P")); }), "");
  for (const char* mode : {"complain", "", "mixed", "unconfined", "kill"}) {
    attr.label = {"P", mode};
    EXPECT_NE(refused([&] { require_profile(attr, profile_named("P")); }), "") << mode;
  }
}

TEST(RequireProfile, takesTheEnginesProfileBesideItForWhatItIs) {
  FakeAttr attr;
  const auto fault = [&](const Label& label) {
    attr.label = label;
    return refused([&] { require_profile(attr, profile_named("P"), "crun"); });
  };
  EXPECT_EQ(fault({"P", "enforce"}), "");
  EXPECT_EQ(fault({"P//&crun", "mixed"}), "");
  EXPECT_EQ(fault({"crun//&P", "mixed"}), "");
  for (const Label& label :
       {Label{"P", "mixed"}, Label{"P//&crun", "enforce"}, Label{"P//&crun", "unconfined"},
        Label{"crun", "mixed"}, Label{"P//&runc", "mixed"}, Label{"P//&P//shop//&crun", "mixed"},
        Label{"P//&", "enforce"}}) {
    EXPECT_NE(fault(label), "") << label.name;
  }
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
