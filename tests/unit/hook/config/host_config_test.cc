#include "config/host_config.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/trusted_file.h"
#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

HostConfig parsed(const std::string& text) { return parse_host_config(text, "c"); }
std::string fault(const std::string& text) {
  return refused([&] { parsed(text); });
}

TEST(HostConfig, hasTheDocumentedDefaults) {
  const HostConfig config = parsed("{}");
  ASSERT_EQ(config.profiles.size(), 1U);
  EXPECT_EQ(config.profiles[0].first, "*");
  const Floor& floor = config.profiles[0].second;
  EXPECT_EQ(floor.hats, std::vector<std::string>{"*"});
  EXPECT_EQ(floor.session, Session::required);
  EXPECT_EQ(floor.seal, Seal::required);
  EXPECT_EQ(floor.listen, Listen::confined);
  EXPECT_FALSE(floor.no_new_privs);
  EXPECT_EQ(floor.seccomp, std::vector<std::string>{"*"});
  EXPECT_TRUE(floor.templates.empty());
  EXPECT_TRUE(config.require.empty());
  EXPECT_EQ(config.seccomp_folder, "/etc/aa-hat/seccomp");
  EXPECT_FALSE(config.launcher);
}

TEST(HostConfig, readsEveryKey) {
  const HostConfig config = parsed(R"({ // the host
    "profiles": {"web*": {"hats": ["s*"], "session": "optional", "seal": "off", "noNewPrivs": true, "listen": "shared",
                          "seccomp": ["php"], "templates": ["t"]}},
    "require": ["web*", "unconfined"], "seccompFolder": "/s", "launcher": "/l"})");
  const Floor& floor = config.profiles.at(0).second;
  EXPECT_EQ(floor.hats, std::vector<std::string>{"s*"});
  EXPECT_EQ(floor.session, Session::optional);
  EXPECT_EQ(floor.seal, Seal::off);
  EXPECT_TRUE(floor.no_new_privs);
  EXPECT_EQ(floor.listen, Listen::shared);
  EXPECT_EQ(floor.seccomp, std::vector<std::string>{"php"});
  EXPECT_EQ(floor.templates, std::vector<std::string>{"t"});
  EXPECT_EQ(config.require, (std::vector<std::string>{"web*", "unconfined"}));
  EXPECT_EQ(config.seccomp_folder, "/s");
  EXPECT_EQ(config.launcher, "/l");
}

TEST(HostConfig, tellsAllThatIsWrong) {
  EXPECT_EQ(fault(R"({"profile": {}, "require": "x", "launcher": "l", "seccompFolder": 1,
                      "profiles": {"a": {"session": "maybe", "seal": 0, "hats": [""], "x": 1}, "b": []}})"),
            "cannot read \"c\": profile is not a key that this version knows\n"
            "cannot read \"c\": require is not a list\n"
            "cannot read \"c\": launcher is not an absolute path\n"
            "cannot read \"c\": seccompFolder is not a text\n"
            "cannot read \"c\": profiles.a.session is not \"required\" or \"optional\"\n"
            "cannot read \"c\": profiles.a.seal is not a text\n"
            "cannot read \"c\": profiles.a.hats[0] is not a glob: it is empty\n"
            "cannot read \"c\": profiles.a.x is not a key that this version knows\n"
            "cannot read \"c\": profiles.b is not an object\n");
  EXPECT_EQ(fault("[]"), "cannot read \"c\": it is not an object\n");
  EXPECT_EQ(fault(R"({"require": null})"), "cannot read \"c\": require is not a list\n");
}

TEST(HostConfig, countsTheFirstMatch) {
  const HostConfig config =
      parsed(R"({"profiles": {"z*": {}, "zoo": {"seal": "off"}, "a?": {"seal": "off"}}})");
  EXPECT_EQ(floor_of(config, "zoo"), &config.profiles[0]);
  EXPECT_EQ(floor_of(config, "ab"), &config.profiles[2]);
  EXPECT_EQ(floor_of(config, "abc"), nullptr);
  EXPECT_EQ(floor_of(parsed(R"({"profiles": {}})"), "x"), nullptr);
}

TEST(HostConfig, globsCrossSlashes) {
  EXPECT_TRUE(matches({"/usr/*"}, "/usr/bin/php"));
  EXPECT_FALSE(matches({}, "x"));
}

TEST(HostConfig, mustExistWhereItIsNamed) {
  EXPECT_EQ(refused([] { load_host_config("/nowhere"); }),
            "cannot read \"/nowhere\": No such file or directory (ENOENT)\n");
}

TEST(TrustedFile, isRootsAlone) {
  struct stat status {};
  status.st_mode = S_IFREG | 0644;
  EXPECT_EQ(trust_fault(status), "");
  for (const unsigned mode : {S_IFREG | 0664U, S_IFREG | 0646U, S_IFIFO | 0644U, S_IFDIR | 0755U}) {
    status.st_mode = mode;
    EXPECT_NE(trust_fault(status), "") << mode;
  }
  status.st_mode = S_IFREG | 0644;
  status.st_uid = 1000;
  EXPECT_EQ(trust_fault(status), "belongs to uid 1000, not to root");
}

TEST(TrustedFile, refusesAFifoWithoutWaiting) {
  const TempFolder folder;
  ASSERT_EQ(mkfifo(folder.path("fifo").c_str(), 0600), 0);
  EXPECT_NE(refused([&] { open_trusted(folder.path("fifo"), "read"); }).find("is not a regular file"),
            std::string::npos);
}

}  // namespace
}  // namespace aahat
