#include "fpm/tenants.h"

#include <gtest/gtest.h>

#include "fake_attr.h"
#include "names.h"
#include "plan/writer.h"
#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

class FpmTenants : public testing::Test {
 public:
  FpmTenants() {
    attr_.hats = {{"shop", FakeAttr::Kind::child}, {"www", FakeAttr::Kind::child}};
    rules_.pools.emplace("shop", *HatName::from("shop"));
    pool_.name = "shop";
    pool_.user = "eve";
    pool_.listen = "/s";
  }

  PoolTenant place(const Rules& rules) {
    const std::string text = write_plan(profile_named("P"), rules);
    const Plan plan = Plan::read(text);
    const Start start{attr_.profile_name, ""};
    return place_pool(Chooser(attr_, plan, start), plan, accounts_, pool_);
  }
  std::string refused_pool() {
    return refused([&] { place(rules_); });
  }

  TempFolder folder_;
  Accounts accounts_{folder_.file("passwd", "eve:x:1000:100::/:/bin/sh\n"),
                     folder_.file("group", "www:x:100:\nweb:x:33:eve\n")};
  FakeAttr attr_;
  Pool pool_;
  Rules rules_;
};

TEST_F(FpmTenants, ByRule) {
  const PoolTenant tenant = place(rules_);
  EXPECT_EQ(tenant.choice.hat.text(), "shop");
  EXPECT_FALSE(tenant.choice.word);
  EXPECT_EQ(tenant.identity.uid, 1000U);
  EXPECT_EQ(tenant.identity.gid, 100U);
  EXPECT_EQ(tenant.identity.groups, (std::vector<gid_t>{33, 100}));
}

TEST_F(FpmTenants, TheGroupOfThePoolIsPrimary) {
  pool_.group = "web";
  EXPECT_EQ(place(rules_).identity.gid, 33U);
  EXPECT_EQ(place(rules_).identity.groups, (std::vector<gid_t>{33}));
}

TEST_F(FpmTenants, ByTheUsersGroup) {
  pool_.name = "other";
  pool_.group = "web";
  rules_.pool_order = {OrderWord::group};
  EXPECT_EQ(place(rules_).choice.hat.text(), "www");
}

TEST_F(FpmTenants, RefusesWhatPhpFpmCouldNotHold) {
  pool_.chroot = "/srv";
  EXPECT_NE(refused_pool().find("chroot"), std::string::npos);
  pool_.chroot = "";
  pool_.hidden_listen = "9001";
  EXPECT_NE(refused_pool().find("pm.status_listen"), std::string::npos);
}

TEST_F(FpmTenants, RefusesUnknownUsersAndGroups) {
  pool_.group = "gone";
  EXPECT_NE(refused_pool().find("no group \"gone\""), std::string::npos);
  pool_.user = "4711";
  EXPECT_NE(refused_pool().find("no user \"4711\""), std::string::npos);
  pool_.user = "";
  EXPECT_NE(refused_pool().find("sets no user"), std::string::npos);
}

TEST_F(FpmTenants, TellsAllAtOnce) {
  pool_.name = "odd name";
  pool_.user = "gone";
  pool_.chroot = "/srv";
  const std::string text = refused_pool();
  for (const char* part : {"its name is not", "chroot", "no user \"gone\"", "no rule"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
}

TEST_F(FpmTenants, RulesWithoutPool) {
  rules_.pools.emplace("blog", *HatName::from("blog"));
  const std::string text = write_plan(profile_named("P"), rules_);
  const std::vector<Finding> findings = rules_without_pool(Plan::read(text), {pool_});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].subject, "blog");
}

}  // namespace
}  // namespace aahat
