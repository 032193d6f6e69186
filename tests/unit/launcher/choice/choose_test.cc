#include "choice/choose.h"

#include <gtest/gtest.h>

#include "fake_attr.h"
#include "names.h"
#include "plan/writer.h"
#include "refused.h"

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

/// Who asks, with these names.
Subject named(const std::string& pool, const std::string& user, const std::string& group) {
  return {pool, [=] { return user; }, [=] { return group; }};
}

const Subject subject = named("www", "shop", "customers");

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
  EXPECT_EQ(shown(candidates({}, {pool, user, group, fallback}, named("", "a b", "-x"))), "DEFAULT:default");
  EXPECT_EQ(shown(candidates({}, {user}, named("", "../x//y", ""))), "");
}

TEST(Candidates, nobodyReachesDefaultByBeingCalledSo) {
  EXPECT_EQ(shown(candidates({}, {pool, user, group}, named("DEFAULT", "DEFAULT", "DEFAULT"))), "");
  EXPECT_EQ(shown(candidates({}, {user, fallback}, named("", "DEFAULT", ""))), "DEFAULT:default");
  EXPECT_EQ(shown(candidates({}, {user}, named("", "default", ""))), "default:user");
}

TEST(Candidates, ruleMayNameDefault) {
  EXPECT_EQ(shown(candidates(HatName::from("DEFAULT"), {}, subject)), "DEFAULT");
}

TEST(Candidates, namesAreLookedUpOnlyWhereAWordAsks) {
  const Subject unknown{"www",
                        []() -> std::string {
                          throw Refusal({"look up", "user", "", ""});
                        },
                        []() -> std::string {
                          throw Refusal({"look up", "group", "", ""});
                        }};
  EXPECT_EQ(shown(candidates(HatName::from("x"), {user, group}, unknown)), "x");
  EXPECT_EQ(shown(candidates({}, {pool, fallback}, unknown)), "www:pool DEFAULT:default");
}

class Choose : public testing::Test {
 protected:
  FakeAttr attr_;
  Rules rules_;
  HostFacts host_;
  Start start_{attr_.profile_name, ""};

  /// The hat of user tom of group users, or "none", or the refusal.
  std::string user() {
    const std::string text = write_plan(profile_named("P"), rules_, host_);
    const Plan plan = Plan::read(text);
    std::string out = "none";
    const std::string refusal = refused([&] {
      if (const auto chosen = chooser(plan).for_user("tom", named("", "tom", "users")))
        out = chosen->hat.text();
    });
    return refusal.empty() ? out : refusal;
  }

  /// The hat that tom gets by asking for `asked`.
  std::string role(const std::string& asked) {
    const std::string text = write_plan(profile_named("P"), rules_);
    const Plan plan = Plan::read(text);
    std::string out;
    const std::string refusal = refused([&] { out = chooser(plan).role("tom", asked).text(); });
    return refusal.empty() ? out : refusal;
  }

  std::string pool() {
    const std::string text = write_plan(profile_named("P"), rules_, host_);
    const Plan plan = Plan::read(text);
    std::string out;
    const std::string refusal =
        refused([&] { out = chooser(plan).for_pool(named("web", "tom", "users")).hat.text(); });
    return refusal.empty() ? out : refusal;
  }

  Chooser chooser(const Plan& plan) { return {attr_, plan, start_}; }

  void load(const std::string& hat) { attr_.hats.emplace(hat, FakeAttr::Kind::child); }
};

TEST_F(Choose, orderGoesOnWhereAHatDoesNotExist) {
  rules_.order = {OrderWord::user, OrderWord::group, OrderWord::fallback};
  load("DEFAULT");
  EXPECT_EQ(user(), "DEFAULT");
  load("users");
  EXPECT_EQ(user(), "users");
  load("tom");
  EXPECT_EQ(user(), "tom");
}

TEST_F(Choose, ruleIsFinal) {
  rules_.users.emplace("tom", *HatName::from("admin"));
  load("tom");
  load("DEFAULT");
  rules_.session = Session::optional;
  EXPECT_NE(user().find("a rule is final"), std::string::npos);
  load("admin");
  EXPECT_EQ(user(), "admin");
}

TEST_F(Choose, orderEndsWhereTheHostDoesNotAllowTheHat) {
  rules_.order = {OrderWord::user, OrderWord::fallback};
  rules_.pool_order = {OrderWord::user};
  rules_.session = Session::optional;
  host_.hats = {"web-*", "DEFAULT"};
  load("tom");
  load("DEFAULT");
  EXPECT_NE(user().find("cannot use hat \"P//tom\": the host's configuration does not list it"),
            std::string::npos);
  EXPECT_NE(pool().find("cannot use hat \"P//tom\""), std::string::npos);
  host_.hats = {"t?m"};
  EXPECT_EQ(user(), "tom");
}

TEST_F(Choose, withoutAnyHatSessionDecides) {
  EXPECT_NE(user().find("none of these hats exists: users (group), DEFAULT (default)"), std::string::npos);
  rules_.session = Session::optional;
  EXPECT_EQ(user(), "none");
}

TEST_F(Choose, roleIsOneOfTheUsersAndLoaded) {
  rules_.roles = {{"tom", {*HatName::from("web"), *HatName::from("admin")}},
                  {"eve", {*HatName::from("eve")}}};
  rules_.session = Session::optional;
  for (const char* hat : {"web", "eve", "tom", "DEFAULT"}) load(hat);
  EXPECT_EQ(role("web"), "web");
  EXPECT_EQ(role("admin"),
            "cannot take the role \"admin\": its hat is not loaded, and nothing else is tried\n"
            "hint: load P//admin\n");
}

TEST_F(Choose, everyOtherRoleIsRefused) {
  rules_.roles = {{"tom", {*HatName::from("web"), *HatName::from("admin")}},
                  {"eve", {*HatName::from("eve")}}};
  rules_.users.emplace("tom", *HatName::from("tom"));
  for (const char* hat : {"web", "eve", "tom", "DEFAULT"}) load(hat);
  for (const char* asked : {"eve", "tom", "DEFAULT", "users", "", "web,admin", "WEB", "../web", "P//web",
                            "&web", "web ", "web\n", "//web", "\x1b[2J"}) {
    const std::string refusal = role(asked);
    EXPECT_TRUE(refusal.starts_with("cannot take the role")) << refusal;
    EXPECT_NE(refusal.find("the roles are web, admin (io.aa-hat.roles.tom)"), std::string::npos) << refusal;
  }
  rules_.roles.clear();
  EXPECT_NE(role("web").find("the user has no roles"), std::string::npos);
}

TEST_F(Choose, poolWithoutRuleOrOrderIsRefused) {
  load("web");
  rules_.session = Session::optional;
  EXPECT_NE(pool().find("it has no rule"), std::string::npos);
  rules_.pool_order = {OrderWord::pool};
  EXPECT_EQ(pool(), "web");
}

TEST_F(Choose, poolOrderThatFindsNothingIsRefusedEvenWhereSessionIsOptional) {
  rules_.pool_order = {OrderWord::pool, OrderWord::fallback};
  rules_.session = Session::optional;
  EXPECT_NE(pool().find("none of these hats exists"), std::string::npos);
}

TEST(ChooseForUser, namesOutsideTheGrammarGiveNoHat) {
  FakeAttr attr;
  Rules rules;
  rules.order = {OrderWord::user, OrderWord::group};
  const std::string text = write_plan(profile_named("P"), rules);
  const Plan plan = Plan::read(text);
  const Start start{attr.profile_name, ""};
  EXPECT_SAYS(
      "cannot give a hat to user \"-tom\": no word of the order gives a name that a hat can have",
      Chooser(attr, plan, start).for_user("-tom", {"", [] { return "-tom"; }, [] { return "DEFAULT"; }}));
}

}  // namespace
}  // namespace aahat
