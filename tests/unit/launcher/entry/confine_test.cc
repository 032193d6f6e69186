#include "entry/confine.h"

#include <gtest/gtest.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "entry/probe.h"
#include "fake_attr.h"
#include "names.h"
#include "plan/writer.h"
#include "refused.h"
#include "seccomp/compile.h"

namespace aahat {
namespace {

const HatName shop = *HatName::from("shop");

/// What the plan says of shop, and which labels it lists as loaded.
struct Said {
  bool no_new_privs = true;
  Seal seal = Seal::required;
  std::vector<std::string> loaded = {};
  std::string engine = {};
};

/// Confines to shop as a plan says, from the start to the end; returns the refusal.
std::string confining(FakeAttr& attr, const Said& said = {}) {
  Rules rules;
  rules.no_new_privs = said.no_new_privs;
  rules.seal = said.seal;
  HostFacts host;
  host.engine = said.engine;
  for (const std::string& name : said.loaded) host.loaded.emplace(name, "enforce");
  const std::string text = write_plan(attr.profile_name, rules, host);
  const Plan plan = Plan::read(text);
  return refused([&] { confine(attr, confinement_in(plan, start_in_profile(attr, plan), shop)); });
}

TEST(Confine, entersThenSetsNoNewPrivs) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  EXPECT_EQ(confining(attr), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "no_new_privs"}));
}

TEST(Confine, changeHatOnlyAfterEacces) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  attr.may_change_profile = false;
  EXPECT_EQ(confining(attr), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "changehat shop", "no_new_privs"}));
}

TEST(Confine, absentHatIsNotTriedAnotherWay) {
  FakeAttr attr;
  EXPECT_NE(confining(attr).find("no such hat is loaded"), std::string::npos);
  EXPECT_EQ(attr.log, std::vector<std::string>{"changeprofile P//shop"});
}

TEST(Confine, childProfileWithoutRuleNamesTheMissingRule) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.may_change_profile = false;
  EXPECT_NE(confining(attr).find("hint: add \"change_profile -> P//*,\" to profile P"), std::string::npos);
}

TEST(Confine, reloadThatHidesTheHatIsWaitedOut) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.hidden_by_reload = 20;
  EXPECT_EQ(confining(attr), "");
  EXPECT_EQ(attr.label.name, "P//shop");
}

TEST(Confine, hatThatNeverComesBackIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.hidden_by_reload = 100000;
  EXPECT_NE(confining(attr), "");
}

TEST(Confine, complainModeIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  attr.mode = "complain";
  EXPECT_NE(confining(attr).find("complain mode"), std::string::npos);
}

FakeAttr under_no_new_privs() {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}, {"blog", FakeAttr::Kind::ordinary}};
  attr.no_new_privs_set = true;
  return attr;
}

TEST(Confine, noNewPrivsBeforehandMeansAStack) {
  FakeAttr attr = under_no_new_privs();
  EXPECT_EQ(confining(attr), "");
  EXPECT_EQ(attr.log.front(), "stack P//shop");
  EXPECT_EQ(attr.label.name, "P//&P//shop");
  EXPECT_TRUE(attr.closed);
}

TEST(Confine, stackIsTriedNoOtherWay) {
  FakeAttr attr = under_no_new_privs();
  attr.may_stack = false;
  EXPECT_NE(confining(attr).find("hint: add \"change_profile -> &P//*,\" to profile P"), std::string::npos);
  EXPECT_EQ(attr.log, std::vector<std::string>{"stack P//shop"});
}

TEST(Confine, reloadThatHidesTheHatIsWaitedOutForAStackToo) {
  FakeAttr attr = under_no_new_privs();
  attr.hidden_by_reload = 20;
  EXPECT_EQ(confining(attr), "");
}

TEST(Confine, stackOutOfWhichARuleLeadsIsRefused) {
  for (const std::string target : {"P", "P//&unconfined", "P//&P//blog"}) {
    FakeAttr attr = under_no_new_privs();
    attr.rules_of_hats = {target};
    Said said{.loaded = {"shop", "blog"}};
    EXPECT_NE(confining(attr, said).find("change_profile rule that leads to " + target), std::string::npos);
    said.seal = Seal::off;
    attr = under_no_new_privs();
    attr.rules_of_hats = {target};
    EXPECT_EQ(confining(attr, said), "");
  }
}

TEST(Confine, stackWhoseHatCannotAskIsRefused) {
  for (const int answer : {EACCES, ENOSYS, EINVAL, 0}) {
    FakeAttr attr = under_no_new_privs();
    attr.answer_to_own_name = answer;
    EXPECT_NE(confining(attr).find("cannot seal hat \"shop\""), std::string::npos) << answer;
  }
}

TEST(Confine, stackBesideTheEnginesProfile) {
  FakeAttr attr = under_no_new_privs();
  attr.label = {"P//&crun", "mixed"};
  attr.mode = "mixed";
  Said said{.loaded = {"shop"}};
  EXPECT_NE(confining(attr, said), "");
  attr.label = {"P//&crun", "mixed"};
  said.engine = "crun";
  EXPECT_EQ(confining(attr, said), "");
  attr.label = {"P//&crun//&Q", "mixed"};
  EXPECT_NE(confining(attr, said), "");
}

TEST(Confine, childProfileIsSealedWithoutNoNewPrivs) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  EXPECT_EQ(confining(attr, {.no_new_privs = false}), "");
  EXPECT_EQ(attr.log, (std::vector<std::string>{"changeprofile P//shop", "permhat shop"}));
  EXPECT_FALSE(attr.no_new_privs_set);
}

TEST(Confine, childProfileThatMayChangeToAnotherLabelIsRefused) {
  for (const std::string target : {"P", "P//blog", "unconfined"}) {
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}, {"blog", FakeAttr::Kind::child}};
    attr.rules_of_hats = {target};
    Said said{.no_new_privs = false, .loaded = {"shop", "blog"}};
    EXPECT_NE(confining(attr, said).find("change_profile rule that leads to " + target), std::string::npos);
    attr = FakeAttr();
    attr.hats = {{"shop", FakeAttr::Kind::child}, {"blog", FakeAttr::Kind::child}};
    attr.rules_of_hats = {target};
    said.no_new_privs = true;
    EXPECT_EQ(confining(attr, said), "");
  }
}

TEST(Confine, ordinaryHatWithoutNoNewPrivsIsRefused) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  EXPECT_NE(confining(attr, {.no_new_privs = false}).find("it is an ordinary hat"), std::string::npos);
}

TEST(Confine, onlyEchildProvesTheSeal) {
  for (const int answer : {ENOENT, EPERM, EACCES, EINVAL, ENOSYS}) {
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}};
    attr.answer_to_own_name = answer;
    EXPECT_NE(confining(attr, {.no_new_privs = false}), "") << answer;
  }
}

TEST(Confine, sealOffLetsAnOrdinaryHatIn) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::ordinary}};
  EXPECT_EQ(confining(attr, {.no_new_privs = false, .seal = Seal::off}), "");
}

TEST(Confine, withoutHatAlwaysUnderNoNewPrivs) {
  FakeAttr attr;
  Rules rules;
  rules.no_new_privs = false;
  const std::string text = write_plan(attr.profile_name, rules);
  const Plan plan = Plan::read(text);
  EXPECT_EQ(refused([&] { confine(attr, confinement_in(plan, start_in_profile(attr, plan), std::nullopt)); }),
            "");
  EXPECT_EQ(attr.log, std::vector<std::string>{"no_new_privs"});
}

TEST(Confine, believesNoAnswerThatIsNotTheKernels) {
  for (const bool stacked : {false, true}) {
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}};
    attr.no_new_privs_set = stacked;
    attr.is_forged = true;
    EXPECT_NE(confining(attr, {.no_new_privs = false}).find("something answers in AppArmor's place"),
              std::string::npos);
  }
}

TEST(Confine, asksOnceForWhatItStartsFrom) {
  FakeAttr attr;
  attr.hats = {{"shop", FakeAttr::Kind::child}};
  EXPECT_EQ(confining(attr), "");
  EXPECT_EQ(attr.questions, 4);  // label and no_new_privs, before and after
}

TEST(Confine, filterIsLoadedLastOfAll) {
  // A real filter, which the fake knows nothing of: so in a child, with real no_new_privs.
  const auto findings = refused_in_child([] {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    FakeAttr attr;
    attr.hats = {{"shop", FakeAttr::Kind::child}};
    Confinement to{.start = {attr.profile_name, ""}, .hat = shop, .identity = {}, .others = {}, .filter = {}};
    to.filter = Filter{
        compile_seccomp({SECCOMP_RET_ALLOW, {}, 0, {{{"getppid"}, SECCOMP_RET_ERRNO | EXDEV, {}}}}, "p").code,
        0};
    confine(attr, to);
    if (syscall(SYS_getppid) != -1 || errno != EXDEV || !attr.closed) throw Refusal({"filter", "", "", ""});
  });
  EXPECT_TRUE(findings.empty());
}

/// What keeps a process with this label from starting tenants of P.
std::string starting_with(const Label& label, const std::string& engine = "") {
  FakeAttr attr;
  attr.label = label;
  HostFacts host;
  host.engine = engine;
  const std::string text = write_plan(attr.profile_name, {}, host);
  const Plan plan = Plan::read(text);
  return refused([&] { start_in_profile(attr, plan); });
}

TEST(StartInProfile, refusesAnotherLabelAndAnotherMode) {
  EXPECT_EQ(starting_with({"P", "enforce"}), "");
  EXPECT_NE(starting_with({"Q", "enforce"}), "");
  EXPECT_NE(starting_with({"P//shop", "enforce"}), "");
  for (const char* mode : {"complain", "", "mixed", "unconfined", "kill"}) {
    EXPECT_NE(starting_with({"P", mode}), "") << mode;
  }
}

TEST(StartInProfile, takesTheEnginesProfileBesideItForWhatItIs) {
  EXPECT_EQ(starting_with({"P", "enforce"}, "crun"), "");
  EXPECT_EQ(starting_with({"P//&crun", "mixed"}, "crun"), "");
  EXPECT_EQ(starting_with({"crun//&P", "mixed"}, "crun"), "");
  for (const Label& label :
       {Label{"P", "mixed"}, Label{"P//&crun", "enforce"}, Label{"P//&crun", "unconfined"},
        Label{"crun", "mixed"}, Label{"P//&runc", "mixed"}, Label{"P//&P//shop//&crun", "mixed"},
        Label{"P//&", "enforce"}}) {
    EXPECT_NE(starting_with(label, "crun"), "") << label.name;
  }
}

}  // namespace
}  // namespace aahat
