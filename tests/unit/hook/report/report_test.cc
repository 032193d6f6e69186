#include "report/report.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "names.h"
#include "parse.h"
#include "temp_folder.h"

namespace aahat {
namespace {

Report report_on(const Annotations& annotations, const std::string& root = "/nowhere") {
  ContainerConfig config;
  config.root = root;
  return make_report("/b", config, profile_named("web"), parse_annotations(annotations));
}

TEST(Report, listsEachRule) {
  const Report report = report_on({{"io.aa-hat.pool.shop", "s"},
                                   {"io.aa-hat.user.anna", "a"},
                                   {"io.aa-hat.no-new-privs.a", "false"},
                                   {"io.aa-hat.seccomp.s", "php"}});
  EXPECT_TRUE(report.warnings.empty());
  const std::string text = as_text(report);
  EXPECT_NE(text.find("RULE  NAME  HAT  LABEL   NO-NEW-PRIVS  SECCOMP\n"
                      "pool  shop  s    web//s  true          php\n"
                      "user  anna  a    web//a  false         -\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\nnote: the uids of pools are known only in the container"), std::string::npos)
      << text;
  EXPECT_EQ(as_text(report_on({{"io.aa-hat.user.anna", "a"}})).find("uids of pools"), std::string::npos);
}

TEST(Report, listsRolesAndShells) {
  const Report report = report_on({{"io.aa-hat.roles.anna", "b,a"},
                                   {"io.aa-hat.shell", "/bin/bash"},
                                   {"io.aa-hat.shell.christopher", "/bin/zsh"}});
  const std::string text = as_text(report);
  EXPECT_NE(text.find("role  anna  b    web//b  true          -\n"
                      "role  anna  a    web//a  true          -\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("shell              /bin/bash\nshell.christopher  /bin/zsh\n"), std::string::npos)
      << text;
  EXPECT_NE(as_json(report).find("\"shells\": {\n    \"christopher\": \"/bin/zsh\""), std::string::npos);
}

TEST(Report, warnsOfNamesThatAUidDoesNotTell) {
  const TempFolder root;
  std::filesystem::create_directory(root.path("etc"));
  root.file("etc/passwd", "tom:x:7:7::/:\ntom_admin:x:7:7::/:\nc:x:8:8::/:\n");
  const Report report =
      report_on({{"io.aa-hat.user.tom_admin", "x"}, {"io.aa-hat.roles.c", "x"}}, root.path(""));
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(
      report.warnings[0],
      "user tom_admin has the uid of tom: a login that is known by its uid only (sshd, su) is that of tom");
}

TEST(Report, warnsOfWhatIsWeak) {
  const Report report = report_on({{"io.aa-hat.session", "optional"},
                                   {"io.aa-hat.seal", "off"},
                                   {"io.aa-hat.listen", "shared"},
                                   {"io.aa-hat.pool.a", "x"},
                                   {"io.aa-hat.pool.b", "x"},
                                   {"io.aa-hat.user.a", "x"}});
  ASSERT_EQ(report.warnings.size(), 4U);
  EXPECT_EQ(report.warnings[3], "pools a, b share the hat x");
}

TEST(Report, warnsOfHatsWithOneUid) {
  const TempFolder root;
  std::filesystem::create_directory(root.path("etc"));
  root.file("etc/passwd", "a:x:7:7::/:\nb:x:7:7::/:\nc:x:7:7::/:\nd:x:8:8::/:\n");
  const Report report = report_on(
      {{"io.aa-hat.user.a", "x"}, {"io.aa-hat.user.b", "y"}, {"io.aa-hat.user.d", "z"}}, root.path(""));
  ASSERT_EQ(report.warnings.size(), 2U);
  EXPECT_NE(report.warnings[0].find("users a and b have different hats, but the same uid 7"),
            std::string::npos);
}

TEST(Report, takesTheImagesLinksInsideOfIt) {
  const TempFolder root;
  std::filesystem::create_directory(root.path("etc"));
  std::filesystem::create_symlink("/etc/passwd.real", root.path("etc/passwd"));
  root.file("etc/passwd.real", "a:x:7:7::/:\nb:x:7:7::/:\n");
  EXPECT_EQ(report_on({{"io.aa-hat.user.a", "x"}, {"io.aa-hat.user.b", "y"}}, root.path("")).warnings.size(),
            2U);
}

TEST(Report, warnsOfRulesForCallsThatNobodyKnows) {
  ContainerConfig config;
  const Report report =
      make_report("/b", config, profile_named("web"), {}, {{*SeccompName::from("php"), {"a", "b"}}});
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(
      report.warnings[0],
      "seccomp profile php: its rules for these do nothing, since no system call is known by the name: a, b");
}

TEST(Report, tellsWhatAStackLeavesOpen) {
  ContainerConfig config;
  config.no_new_privileges = true;
  const std::string text = as_text(make_report("/b", config, profile_named("web"), {}));
  EXPECT_NE(text.find("web//&unconfined"), std::string::npos) << text;
}

TEST(Report, isJsonWithTheSameFacts) {
  const std::string text = as_json(report_on({{"io.aa-hat.pool.shop", "s"}}));
  const JsonValue value = parse_json(text, "report");
  EXPECT_NE(text.find("\"label\": \"web//s\""), std::string::npos) << text;
}

}  // namespace
}  // namespace aahat
