// The shell and the environment of a login. Entering is the same as for commands: confine_test.cc.
#include "login/login.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "login/login_shell.h"
#include "names.h"
#include "plan/writer.h"
#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

class LoginShell : public testing::Test {
 protected:
  TempFolder folder_;
  std::string launcher_ = folder_.file("aa-exec-hat", "x");
  Rules rules_;

  /// The shell of user tom, for whom passwd names `in_passwd`, or the refusal.
  std::string shell(const std::string& in_passwd) {
    const std::string text = write_plan(profile_named("P"), rules_);
    const Plan plan = Plan::read(text);
    std::string out;
    const std::string refusal = refused([&] {
      out = login_shell(plan, {"tom", 1, 1, "/home/tom", in_passwd}, launcher_);
    });
    return refusal.empty() ? out : refusal;
  }
};

TEST_F(LoginShell, isPasswdsUnlessAnAnnotationNamesOne) {
  EXPECT_EQ(shell("/bin/bash"), "/bin/bash");
  EXPECT_EQ(shell(""), "/bin/sh");
  rules_.shell = "/bin/dash";
  EXPECT_EQ(shell("/bin/bash"), "/bin/dash");
  rules_.shells = {{"tom", "/bin/zsh"}};
  EXPECT_EQ(shell("/bin/bash"), "/bin/zsh");
  rules_.shells = {{"eve", "/bin/zsh"}};
  EXPECT_EQ(shell("/bin/bash"), "/bin/dash");
}

TEST_F(LoginShell, neverComesFromTheEnvironment) {
  setenv("SHELL", "/bin/evil", 1);
  EXPECT_EQ(shell(""), "/bin/sh");
  EXPECT_EQ(shell(launcher_), "/bin/sh");
}

TEST_F(LoginShell, isNeverTheLauncherByWhateverName) {
  const std::string link = folder_.path("aa-hat-shell");
  ASSERT_EQ(::link(launcher_.c_str(), link.c_str()), 0);
  std::filesystem::create_symlink(link, folder_.path("bash"));
  const std::string around =
      folder_.path("./../") + std::filesystem::path(link).parent_path().filename().string() + "/aa-hat-shell";
  for (const std::string& path : {launcher_, link, folder_.path("bash"), around}) {
    EXPECT_EQ(shell(path), "/bin/sh") << path;
    rules_.shell = path;
    EXPECT_NE(shell("/bin/bash").find("it is the launcher itself"), std::string::npos) << path;
    rules_.shell.clear();
  }
}

TEST_F(LoginShell, isAnAbsolutePath) {
  for (const char* path : {"bash", "./bash", "../bash", " /bin/bash", "-bash"}) {
    EXPECT_NE(shell(path).find("it is not an absolute path"), std::string::npos) << path;
  }
}

using Variables = std::vector<std::pair<std::string, std::string>>;

TEST(LoginEnvironment, isThatOfSuL) {
  EXPECT_EQ(login_environment({"tom", 7, 7, "/home/tom", "x"}, "/bin/bash", "xterm"),
            (Variables{{"HOME", "/home/tom"},
                       {"SHELL", "/bin/bash"},
                       {"USER", "tom"},
                       {"LOGNAME", "tom"},
                       {"PATH", "/usr/local/bin:/usr/bin:/bin"},
                       {"TERM", "xterm"}}));
}

TEST(LoginEnvironment, rootHasTheSystemsPrograms) {
  const Variables variables = login_environment({"root", 0, 0, "", "x"}, "/bin/sh", std::nullopt);
  EXPECT_EQ(variables.size(), 5U);
  EXPECT_EQ(variables[0].second, "/");
  EXPECT_EQ(variables[4].second, "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
}

}  // namespace
}  // namespace aahat
