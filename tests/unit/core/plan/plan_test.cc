#include "plan/plan.h"

#include <gtest/gtest.h>

#include "names.h"
#include "plan/writer.h"
#include "refused.h"

namespace aahat {
namespace {

HatName hat(std::string_view name) { return *HatName::from(name); }
SeccompName seccomp(std::string_view name) { return *SeccompName::from(name); }

Rules some_rules() {
  Rules rules;
  rules.pools = {{"blog", hat("blog")}, {"shop", hat("SHOP")}};
  rules.users = {{"anna", hat("a.b")}};
  rules.roles = {{"anna", {hat("web"), hat("a.b")}}};
  rules.shell = "/bin/sh";
  rules.shells = {{"anna", "/bin/zsh"}};
  rules.pool_order = {OrderWord::pool, OrderWord::fallback};
  rules.session = Session::optional;
  rules.listen = Listen::shared;
  rules.no_new_privs_of = {{hat("blog"), false}};
  rules.seccomp = seccomp("all");
  rules.seccomp_of = {{hat("SHOP"), seccomp("php")}, {hat("wiki"), seccomp("like-php")}};
  return rules;
}

HostFacts some_host() {
  return {{"shop", "b*"},
          false,
          {{"shop", "enforce"}, {"a b", "complain"}},
          "crun",
          {{seccomp("all"), {"01234567", 0}},
           {seccomp("php"), {"abcdefghABCDEFGH", 4}},
           {seccomp("like-php"), {"abcdefghABCDEFGH", 0}}}};
}

constexpr std::string_view some_plan =
    "aa-hat-plan 1\n"
    "profile P\n"
    "order group,default\n"
    "pool-order pool,default\n"
    "session optional\n"
    "seal required\n"
    "listen shared\n"
    "no-new-privs true\n"
    "hats shop\tb*\n"
    "native false\n"
    "shell /bin/sh\n"
    "engine crun\n"
    "seccomp all\n"
    "table pool 20\n"
    "blog\tblog\n"
    "shop\tSHOP\n"
    "table user 9\n"
    "anna\ta.b\n"
    "table roles 13\n"
    "anna\tweb,a.b\n"
    "table shell 14\n"
    "anna\t/bin/zsh\n"
    "table no-new-privs 11\n"
    "blog\tfalse\n"
    "table loaded 26\n"
    "a b\tcomplain\n"
    "shop\tenforce\n"
    "table seccomp 23\n"
    "SHOP\tphp\n"
    "wiki\tlike-php\n"
    "table filter 37\n"
    "all\t0 0 8\n"
    "like-php\t0 8 16\n"
    "php\t4 8 16\n"
    "filters 24\n"
    "01234567abcdefghABCDEFGHend\n";

std::string refusal_of(std::string_view text) {
  return refused([&] { Plan::read(text); });
}

/// some_plan with `from` replaced by `to`.
std::string with(std::string_view from, std::string_view to) {
  std::string out(some_plan);
  return out.replace(out.find(from), from.size(), to);
}

TEST(WritePlan, hasTheDocumentedForm) {
  EXPECT_EQ(write_plan(profile_named("P"), some_rules(), some_host()), some_plan);
}

TEST(WritePlan, refusesNamesThatWouldBeReadAsMoreThanOne) {
  for (const char* name : {"", "a\tenforce\nb", "a\tb"}) {
    EXPECT_NE(refused([&] {
                write_plan(profile_named("P"), {}, {{"*"}, true, {{name, "enforce"}}});
              }).find("cannot write a plan for the hat"),
              std::string::npos);
    EXPECT_NE(refused([&] { write_plan(profile_named("P"), {}, {{name}, true, {}}); }), "");
  }
}

TEST(Plan, knowsWhatTheHostAllows) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_FALSE(plan.allows_native());
  EXPECT_TRUE(plan.allows(hat("shop")));
  EXPECT_TRUE(plan.allows(hat("blog")));
  EXPECT_FALSE(plan.allows(hat("shop2")));
  const std::string none = write_plan(profile_named("P"), {}, {{}, true, {}});
  EXPECT_FALSE(Plan::read(none).allows(hat("shop")));
  EXPECT_TRUE(Plan::read(none).allows_native());
  const std::string all = write_plan(profile_named("P"), {});
  EXPECT_TRUE(Plan::read(all).allows(hat("shop")));
}

TEST(Plan, knowsWhatIsLoaded) {
  std::string seen;
  const Plan plan = Plan::read(some_plan);
  plan.loaded().for_each(
      [&](auto name, auto mode) { seen.append(name).append(":").append(mode).append(";"); });
  EXPECT_EQ(seen, "a b:complain;shop:enforce;");
}

TEST(Plan, readsBackWhatWasWritten) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_EQ(plan.profile().text(), "P");
  EXPECT_EQ(plan.order(), (Order{OrderWord::group, OrderWord::fallback}));
  EXPECT_EQ(plan.pool_order(), (Order{OrderWord::pool, OrderWord::fallback}));
  EXPECT_EQ(plan.session(), Session::optional);
  EXPECT_EQ(plan.seal(), Seal::required);
  EXPECT_EQ(plan.listen(), Listen::shared);
}

TEST(Plan, looksUpRules) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_EQ(plan.hat_of_pool("shop"), hat("SHOP"));
  EXPECT_EQ(plan.hat_of_user("anna"), hat("a.b"));
  for (const char* name : {"", "sho", "shopp", "Shop", "anna", "shop\tSHOP", "\n"}) {
    EXPECT_FALSE(plan.hat_of_pool(name)) << name;
  }
}

TEST(Plan, looksUpRolesAndShells) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_EQ(plan.roles_of("anna"), (std::vector<HatName>{hat("web"), hat("a.b")}));
  EXPECT_TRUE(plan.roles_of("shop").empty());
  EXPECT_EQ(plan.shell_of("anna"), "/bin/zsh");
  EXPECT_EQ(plan.shell_of("shop"), "/bin/sh");
  EXPECT_EQ(plan.hats(), (std::vector<HatName>{hat("SHOP"), hat("a.b"), hat("blog"), hat("web")}));
}

TEST(Plan, roleThatNamesNoHatIsRefused) {
  for (const char* roles : {"web,-.b", ",eb,a.b", "web,a..", "web,,,b", "web a.b"}) {
    const std::string text = with("web,a.b", roles);
    const bool is_hat = std::string_view(roles) == "web,a..";
    EXPECT_EQ(refused([&] { Plan::read(text).roles_of("anna"); }).empty(), is_hat) << roles;
  }
}

TEST(Plan, looksUpFilters) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_EQ(plan.engine(), "crun");
  EXPECT_EQ(plan.seccomp(std::nullopt), "all");
  EXPECT_EQ(plan.seccomp(hat("blog")), "all");
  EXPECT_EQ(plan.seccomp(hat("wiki")), "like-php");
  EXPECT_EQ(plan.filter(hat("blog")), (Filter{"01234567", 0}));
  EXPECT_EQ(plan.filter(hat("SHOP")), (Filter{"abcdefghABCDEFGH", 4}));
  EXPECT_EQ(plan.filter(hat("wiki")), (Filter{"abcdefghABCDEFGH", 0}));
  const std::string none = write_plan(profile_named("P"), {});
  EXPECT_FALSE(Plan::read(none).filter(hat("blog")));
  EXPECT_FALSE(Plan::read(none).filter(std::nullopt));
}

TEST(Plan, aFilterThatIsNotWhereItShouldBeIsRefused) {
  for (const char* place :
       {"4 8 8x", "4 8 17", "4 8 12", "4 8 0", "4 16 16", "4 24 8", "4 8 32", "4 0 32", "-4 8 16", "4 8",
        "4 8 16 ", "4  8 16", "4 8 16 1", "4 08 16", "", "4294967296 8 16", "4 18446744073709551608 16",
        "4 8 18446744073709551608", "4 8 32776"}) {
    std::string text = with("php\t4 8 16\n", "php\t" + std::string(place) + "\n");
    const std::size_t size = 37 - 6 + std::string_view(place).size();
    text.replace(text.find("filter 37"), 9, "filter " + std::to_string(size));
    EXPECT_NE(refused([&] { Plan::read(text).filter(hat("SHOP")); }).find("a filter's place is malformed"),
              std::string::npos)
        << place;
  }
}

TEST(Plan, aSeccompProfileWithoutFilterIsNotAMissingProfile) {
  const std::string text = with("SHOP\tphp", "SHOP\tpho");
  EXPECT_NE(refused([&] { Plan::read(text).filter(hat("SHOP")); }).find("a seccomp profile has no filter"),
            std::string::npos);
}

TEST(Plan, looksUpNoNewPrivs) {
  const Plan plan = Plan::read(some_plan);
  EXPECT_TRUE(plan.no_new_privs());
  EXPECT_TRUE(plan.no_new_privs(hat("SHOP")));
  EXPECT_FALSE(plan.no_new_privs(hat("blog")));
}

TEST(Plan, keepsAProfileWithBlanks) {
  const std::string text = write_plan(profile_named("a  b"), {});
  EXPECT_EQ(Plan::read(text).profile().text(), "a  b");
}

TEST(Plan, emptyListsStayEmpty) {
  Rules rules;
  rules.order.clear();
  const std::string text = write_plan(profile_named("P"), rules);
  EXPECT_TRUE(Plan::read(text).order().empty());
  EXPECT_TRUE(Plan::read(text).pool_order().empty());
}

TEST(Plan, everyTruncationIsRefused) {
  for (std::size_t size = 0; size < some_plan.size(); ++size) {
    EXPECT_NE(refusal_of(some_plan.substr(0, size)), "") << size;
  }
}

TEST(Plan, everyAdditionIsRefused) {
  EXPECT_EQ(refusal_of(std::string(some_plan) + "x"),
            "cannot read the plan: it does not end where it should\n"
            "hint: the plan is written by aa-hat-hook when the container starts: start the container anew\n");
  EXPECT_NE(refusal_of(std::string(some_plan) + std::string(some_plan)), "");
  EXPECT_NE(refusal_of("\n" + std::string(some_plan)), "");
}

TEST(Plan, everyChangedByteIsRefusedOrReadAsAPlan) {
  for (std::size_t at = 0; at < some_plan.size(); ++at) {
    for (const char c : {'\0', '\n', '\t', ' ', 'x', '9'}) {
      std::string text(some_plan);
      text[at] = c;
      refused([&] {
        const Plan plan = Plan::read(text);
        plan.hat_of_pool("shop");
        plan.hat_of_user("anna");
        plan.roles_of("anna");
        plan.shell_of("anna");
        plan.no_new_privs(hat("blog"));
        plan.filter(hat("SHOP"));
      });
    }
  }
}

TEST(Plan, anotherVersionIsRefused) {
  EXPECT_NE(refusal_of(with("plan 1", "plan 2")).find("it is of another version"), std::string::npos);
  EXPECT_NE(refusal_of("").find("no line \"aa-hat-plan\""), std::string::npos);
}

TEST(Plan, malformedValuesAreRefused) {
  EXPECT_NE(refusal_of(with("profile P", "profile ")).find("it names no profile"), std::string::npos);
  EXPECT_NE(refusal_of(with("seal required", "seal Required")).find("the value of \"seal\" is malformed"),
            std::string::npos);
  for (const char* list : {"group,group", "group,", ",group", "group default", "x", ","}) {
    EXPECT_NE(refusal_of(with("group,default", list)).find("a list of words is malformed"), std::string::npos)
        << list;
  }
  for (const char* line : {"no-new-privs 1", "no-new-privs", "no-new-privs  true", "seal required"}) {
    EXPECT_NE(refusal_of(with("no-new-privs true", line)), "") << line;
  }
}

TEST(Plan, malformedSizesOfTablesAreRefused) {
  for (const char* size : {"", "-1", "+20", "020", "20 ", " 20", "0x14", "1e1", "99999999999999999999",
                           "1000", "18446744073709551615", "18446744073709551616"}) {
    EXPECT_NE(
        refusal_of(with("pool 20", std::string("pool ") + size)).find("the size of a table is malformed"),
        std::string::npos)
        << size;
  }
  EXPECT_NE(refusal_of(with("pool 20", "pool 19")).find("a table does not end with a line"),
            std::string::npos);
  EXPECT_NE(refusal_of(with("pool 20", "pool 10")).find("no line \"table user\""), std::string::npos);
}

TEST(Plan, ruleThatNamesNoHatIsNotAMissingRule) {
  const std::string text = with("shop\tSHOP", "shop\t-HOP");
  EXPECT_NE(refused([&] { Plan::read(text).hat_of_pool("shop"); }).find("cannot be a hat"),
            std::string::npos);
}

TEST(Plan, switchThatIsNoSwitchIsRefused) {
  const std::string text = with("blog\tfalse", "blog\tFalse");
  EXPECT_NE(refused([&] { Plan::read(text).no_new_privs(hat("blog")); }).find("neither true nor false"),
            std::string::npos);
}

TEST(Plan, tenThousandRules) {
  Rules rules;
  for (int i = 0; i < 10000; ++i) {
    const std::string number = std::to_string(i);
    rules.pools.emplace("p" + number, hat("h" + number));
    rules.users.emplace("u" + number, hat("g" + number));
  }
  const std::string text = write_plan(profile_named("P"), rules);
  const Plan plan = Plan::read(text);
  for (int i = 0; i < 10000; ++i) {
    const std::string number = std::to_string(i);
    ASSERT_EQ(plan.hat_of_pool("p" + number), hat("h" + number));
    ASSERT_EQ(plan.hat_of_user("u" + number), hat("g" + number));
    ASSERT_FALSE(plan.hat_of_pool("p" + number + "!"));
  }
}

}  // namespace
}  // namespace aahat
