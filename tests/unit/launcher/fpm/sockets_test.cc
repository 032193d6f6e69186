#include "fpm/sockets.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fake_attr.h"
#include "fpm/peers.h"
#include "names.h"
#include "plan/writer.h"
#include "temp_folder.h"

namespace aahat {
namespace {

// shop (hat shop, uid 1) is to be reached by the web server (gid 33); blog (hat blog, uid 2) is the
// neighbour.
class FpmSockets : public testing::Test {
 public:
  FpmSockets() {
    pools_ = {tenant("shop", 1, {10}), tenant("blog", 2, {20})};
    Pool& shop = pools_[0].pool;
    shop.listen_owner = "nginx";
    shop.listen_group = "web";
    shop.listen_mode = "0660";
    pools_[1].pool.listen_owner = "33";
    pools_[1].pool.listen_group = "33";
  }

  PoolTenant tenant(const std::string& name, uid_t uid, std::vector<gid_t> groups) {
    Pool pool;
    pool.name = name;
    pool.listen = folder_.path(name + ".sock");
    return {pool, {name, uid, groups[0], "", ""}, {uid, groups[0], groups}, {*HatName::from(name), {}}};
  }

  /// What is found, as one text.
  std::string found() {
    const std::string text = write_plan(profile_named("P"), rules_);
    std::string out;
    const Plan plan = Plan::read(text);
    const Start start{attr_.profile_name, ""};
    const Chooser choose(attr_, plan, start);
    for (const Finding& finding :
         check_sockets(plan, accounts_, pools_, peers(choose, plan, accounts_, pools_))) {
      out += finding.subject + ": " + finding.reason + "\n";
    }
    return out;
  }
  void expect(const std::string& part) {
    EXPECT_NE(found().find(part), std::string::npos) << part << " in " << found();
  }

  Pool& shop() { return pools_[0].pool; }
  PoolTenant& blog() { return pools_[1]; }

  TempFolder folder_;
  FakeAttr attr_;
  Accounts accounts_{
      folder_.file("passwd",
                   "root:x:0:0::/:\nshop:x:1:10::/:\nblog:x:2:20::/:\nnginx:x:33:33::/:\neve:x:5:50::/:\n"),
      folder_.file("group", "web:x:33:\nblog:x:20:\nclub:x:77:eve\n")};
  Rules rules_;
  std::vector<PoolTenant> pools_;
};

TEST_F(FpmSockets, TheWebServersAloneIsPrivate) { EXPECT_EQ(found(), ""); }

TEST_F(FpmSockets, Tcp) {
  for (const char* listen :
       {"127.0.0.1:9000", "9000", "[::1]:9000", "/run/a:b.sock", "localhost:1", "relative"}) {
    shop().listen = listen;
    expect("listens on TCP");
  }
  rules_.listen = Listen::shared;
  EXPECT_EQ(found(), "");
}

TEST_F(FpmSockets, ByItsModeForEverybody) {
  shop().listen_mode = "0662";
  expect("lets everybody in");
}

TEST_F(FpmSockets, ModesThatPhpFpmTakesForSomethingElse) {
  for (const char* mode : {"rw-rw----", "-1", "01777", "0x1b6", "660 "}) {
    shop().listen_mode = mode;
    expect("is not an octal mode");
  }
}

TEST_F(FpmSockets, ByItsOwner) {
  shop().listen_owner = "blog";
  shop().listen_mode = "0000";  // an owner can change it
  expect("shop.sock lets in pool blog");
}

TEST_F(FpmSockets, ByTheOwnersGroup) {
  shop().listen_owner = "nginx";  // a name brings its group along
  shop().listen_group = "";
  blog().identity.groups = {20, 33};
  expect("shop.sock lets in pool blog");
  shop().listen_owner = "33";  // a number does not
  EXPECT_EQ(found().find("lets in pool"), std::string::npos) << found();
}

TEST_F(FpmSockets, ByItsGroup) {
  blog().identity.groups = {20, 33};
  expect("shop.sock lets in pool blog");
  shop().listen_mode = "0600";
  EXPECT_EQ(found().find("shop: "), std::string::npos);
}

TEST_F(FpmSockets, RootOpensAll) {
  blog().identity.uid = 0;
  expect("shop.sock lets in pool blog");
}

TEST_F(FpmSockets, WhatIsRootsIsEverybodys) {
  shop().listen_owner = "root";
  expect("shop.sock lets in root, as whom tenants run");
  shop().listen_owner = "nginx";
  shop().listen_group = "0";
  expect("shop.sock lets in root, as whom tenants run");
  shop().listen_mode = "0600";
  EXPECT_EQ(found(), "");
}

TEST_F(FpmSockets, UsersWithARuleCount) {
  rules_.users.emplace("eve", *HatName::from("eve"));
  EXPECT_EQ(found(), "");
  shop().listen_group = "club";
  expect("shop.sock lets in user eve");
}

TEST_F(FpmSockets, UsersThatOrderGivesAHatCount) {
  rules_.order = {OrderWord::user};
  shop().listen_group = "club";
  EXPECT_EQ(found(), "");
  attr_.hats = {{"eve", FakeAttr::Kind::child}};
  expect("lets in user eve");
}

TEST_F(FpmSockets, UsersThatCannotLogInDoNotCount) {
  rules_.order = {OrderWord::fallback};
  attr_.hats = {{"DEFAULT", FakeAttr::Kind::child}};
  expect("lets in user nginx");
  accounts_ = Accounts(folder_.file("passwd", "root:x:0:0::/:/bin/sh\nnginx:x:33:33::/:/usr/sbin/nologin\n"),
                       folder_.file("group", "web:x:33:\n"));
  EXPECT_EQ(found(), "");
}

TEST_F(FpmSockets, OnePoolIsNotAloneWhereAnOrderOrAUserCanGiveAnotherHat) {
  pools_.pop_back();
  shop().listen = "127.0.0.1:9000";
  EXPECT_EQ(found(), "");
  attr_.hats = {{"eve", FakeAttr::Kind::child}};
  rules_.order = {OrderWord::user};
  expect("TCP");
  attr_.hats = {};
  EXPECT_EQ(found(), "");
  rules_.pool_order = {OrderWord::pool};
  expect("TCP");
}

TEST_F(FpmSockets, FoldersThatATenantCanWrite) {
  const std::string own = folder_.path("own");
  std::filesystem::create_directory(own);
  std::filesystem::permissions(own, std::filesystem::perms::all);
  shop().listen = own + "/shop.sock";
  expect("pool shop could put something else in its place: it can write the folder " + own);
  std::filesystem::create_directory_symlink(own, folder_.path("link"));
  shop().listen = folder_.path("link") + "/shop.sock";
  expect("it can write the folder " + own);
}

TEST_F(FpmSockets, ALinkBehindALinkInATenantsFolder) {
  for (const char* name : {"own", "good"}) std::filesystem::create_directory(folder_.path(name));
  chown(folder_.path("own").c_str(), 2, 2);
  std::filesystem::create_directory_symlink("../good", folder_.path("own/second"));
  std::filesystem::create_directory_symlink("own/second", folder_.path("first"));
  shop().listen = folder_.path("first/shop.sock");
  expect("pool blog could put something else in its place: it can write the folder " + folder_.path("own"));
  shop().listen = folder_.path("own/../good/shop.sock");
  expect("it can write the folder " + folder_.path("own"));
  shop().listen = folder_.path("good/../good/./shop.sock");
  EXPECT_EQ(found(), "");
}

TEST_F(FpmSockets, LinksInACircle) {
  std::filesystem::create_directory_symlink("there", folder_.path("here"));
  std::filesystem::create_directory_symlink("here", folder_.path("there"));
  shop().listen = folder_.path("here/shop.sock");
  expect("there are too many links on its way: " + folder_.path("here"));
}

TEST_F(FpmSockets, InAStickyFolderWhatIsATenantsOwnOrNotThereYet) {
  const std::string sticky = folder_.path("sticky");
  std::filesystem::create_directories(sticky + "/roots");
  chmod(sticky.c_str(), 01777);
  shop().listen = sticky + "/roots/shop.sock";
  EXPECT_EQ(found(), "");
  shop().listen = sticky + "/missing/shop.sock";
  expect("it can write the folder " + sticky);
  std::filesystem::create_directory_symlink("roots", sticky + "/link");
  shop().listen = sticky + "/link/shop.sock";
  EXPECT_EQ(found(), "");
  lchown((sticky + "/link").c_str(), 2, 2);
  expect("pool blog could lead it elsewhere: it owns the link " + sticky + "/link");
  shop().listen = sticky + "/roots/shop.sock";
  chown(sticky.c_str(), 2, 2);
  expect("pool blog could put something else in its place: it can write the folder " + sticky);
}

TEST_F(FpmSockets, PoolsOfOneHatMayShare) {
  shop().listen_owner = "blog";
  blog().choice.hat = *HatName::from("shop");
  EXPECT_EQ(found(), "");
}

TEST_F(FpmSockets, AnAclTakesTheOwnersPlace) {
  shop().listen_owner = "blog";  // ignored by php-fpm then
  shop().acl_users = "nginx";
  EXPECT_EQ(found().find("lets in pool"), std::string::npos) << found();
  shop().acl_users = "nginx,blog";
  expect("shop.sock lets in pool blog");
  shop().acl_users = "";
  shop().acl_groups = "blog";
  expect("shop.sock lets in pool blog");
  shop().acl_groups = "gone";
  expect("no group \"gone\"");
}

TEST_F(FpmSockets, UnknownNames) {
  shop().listen_owner = "gone";
  expect("no user \"gone\"");
  shop().listen_owner = "";
  shop().listen_group = "gone";
  expect("no group \"gone\"");
}

TEST_F(FpmSockets, PathsThatPhpFpmWouldCut) {
  shop().listen = "/" + std::string(107, 'x');
  expect("longer than");
  shop().listen = "/" + std::string(106, 'x');
  EXPECT_EQ(found(), "");
}

}  // namespace
}  // namespace aahat
