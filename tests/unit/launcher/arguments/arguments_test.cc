#include "arguments/arguments.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

template <typename Kind>
Kind parsed(const Words& words) {
  return std::get<Kind>(parse_arguments("aa-exec-hat", words));
}

TEST(Arguments, commandIsWhatStandsBehindTheFirstDashes) {
  const auto run = parsed<RunCommand>({"--hat", "shop", "--", "ls", "--", "--hat", "blog"});
  EXPECT_EQ(std::get<ByHat>(run.who).hat, "shop");
  EXPECT_EQ(run.command, (Words{"ls", "--", "--hat", "blog"}));
}

TEST(Arguments, valueMayFollowAnEqualsSign) {
  EXPECT_EQ(std::get<ByUser>(parsed<RunCommand>({"--user=tom", "--", "id"}).who).user, "tom");
  EXPECT_EQ(std::get<ByPool>(parsed<RunCommand>({"--pool=a=b", "--", "id"}).who).pool, "a=b");
}

TEST(Arguments, withoutAnOptionItIsTheCaller) {
  EXPECT_TRUE(std::holds_alternative<ByCaller>(parsed<RunCommand>({"--", "id"}).who));
}

TEST(Arguments, fpmAndShow) {
  EXPECT_EQ(parsed<FpmCommand>({"fpm", "--native", "--", "php-fpm", "-F"}).command, (Words{"php-fpm", "-F"}));
  EXPECT_TRUE(parsed<ShowCommand>({"show", "--json"}).json);
  EXPECT_TRUE(parsed<ShowCommand>({"show"}).fpm_command.empty());
  EXPECT_EQ(parsed<ShowCommand>({"show", "--", "php-fpm"}).fpm_command, Words{"php-fpm"});
}

TEST(Arguments, roleGoesWithUser) {
  const auto run = parsed<RunCommand>({"--role", "admin", "--user", "tom", "--", "id"});
  EXPECT_EQ(std::get<ByUser>(run.who).role, "admin");
  EXPECT_FALSE(std::get<ByUser>(parsed<RunCommand>({"--user", "tom", "--", "id"}).who).role);
}

TEST(Arguments, login) {
  const auto whole = parsed<LoginCommand>({"login", "--user", "tom", "--role=admin", "-c", "ls"});
  EXPECT_TRUE(whole.is_login);
  EXPECT_EQ(whole.user, "tom");
  EXPECT_EQ(whole.role, "admin");
  EXPECT_EQ(whole.command, "ls");
  const auto bare = parsed<LoginCommand>({"login"});
  EXPECT_FALSE(bare.user || bare.role || bare.command);
}

LoginCommand shell_call(std::string_view name, const Words& words) {
  return std::get<LoginCommand>(parse_arguments(name, words));
}

TEST(Arguments, theNameOfALoginShell) {
  for (const char* name : {"-aa-hat-shell", "-/run/aa-hat/aa-hat-shell"}) {
    EXPECT_TRUE(shell_call(name, {}).is_login) << name;
  }
  for (const char* name : {"aa-hat-shell", "/run/aa-hat/aa-hat-shell", "./aa-hat-shell"}) {
    EXPECT_FALSE(shell_call(name, {}).is_login) << name;
  }
  for (const char* name :
       {"", "-", "--aa-hat-shell", "aa-hat-shell-", "aa-hat-shell/", "-aa-exec-hat", "sh"}) {
    EXPECT_NE(refused([&] { parse_arguments(name, {}); }).find("must follow behind"), std::string::npos)
        << name;
  }
}

TEST(Arguments, commandOfALoginIsOneWordAndStaysAsItIs) {
  for (const char* command : {"", "--", "-c", "--user", "--user=root", "login", "a b\n'c'", "--help"}) {
    const auto call = shell_call("aa-hat-shell", {"-c", command});
    EXPECT_EQ(call.command, command);
    EXPECT_FALSE(call.user);
  }
}

TEST(Arguments, loginShellIsNothingElse) {
  for (const Words& words : {Words{"fpm", "--native", "--", "p"}, Words{"show"}, Words{"--", "id"},
                             Words{"-"}, Words{"login"}, Words{"--hat", "a"}, Words{"--help"}, Words{"-l"},
                             Words{"-cls"}, Words{"-c", "ls", "x"}, Words{""}}) {
    EXPECT_NE(refused([&] { shell_call("-aa-hat-shell", words); }).find("a login has no such option"),
              std::string::npos);
  }
}

TEST(Arguments, helpAndVersion) {
  EXPECT_TRUE(std::holds_alternative<HelpCommand>(parse_arguments("aa-exec-hat", {"--help"})));
  EXPECT_TRUE(std::holds_alternative<VersionCommand>(parse_arguments("aa-exec-hat", {"--version"})));
}

struct Wrong {
  Words words;
  std::string reason;
};

class WrongArguments : public testing::TestWithParam<Wrong> {};

TEST_P(WrongArguments, areRefused) {
  const std::string text = refused([] { (void)parse_arguments("aa-exec-hat", GetParam().words); });
  EXPECT_NE(text.find(GetParam().reason), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongArguments,
    testing::Values(
        Wrong{{}, "must follow behind"}, Wrong{{"--hat"}, "its value is missing"},
        Wrong{{"--hat", "a", "ls"}, "neither an option nor a command"},
        Wrong{{"--hat", "a"}, "must follow behind"}, Wrong{{"--hat", "a", "--"}, "no COMMAND behind it"},
        Wrong{{"--hat", "", "--", "ls"}, "its value is empty"},
        Wrong{{"--hat", "a", "--pool", "b", "--", "ls"}, "only one of"},
        Wrong{{"--hat", "a", "--hat", "b", "--", "ls"}, "only one of"},
        Wrong{{"--hatt", "a", "--", "ls"}, "neither an option"},
        Wrong{{"fpm", "--", "php-fpm"}, "it needs --native"},
        Wrong{{"fpm", "--native", "--native", "--", "php-fpm"}, "it needs --native, once"},
        Wrong{{"fpm", "--per-pool", "--", "php-fpm"}, "does not build it"},
        Wrong{{"fpm", "--native"}, "must follow behind"}, Wrong{{"fpm", "-x", "--", "p"}, "no such option"},
        Wrong{{"--role", "a", "--", "ls"}, "it needs --user"},
        Wrong{{"--hat", "a", "--role", "b", "--", "ls"}, "it needs --user"},
        Wrong{{"--user", "a", "--role", "b", "--role", "c", "--", "ls"}, "it is doubled"},
        Wrong{{"login", "-c"}, "its COMMAND is missing"},
        Wrong{{"login", "-c", "a", "-c", "b"}, "it is doubled"},
        Wrong{{"login", "--user", "a", "--user", "b"}, "it is doubled"},
        Wrong{{"login", "--user"}, "its value is missing"}, Wrong{{"login", "--role="}, "its value is empty"},
        Wrong{{"login", "--", "ls"}, "no such option"}, Wrong{{"show", "-x"}, "no such option"},
        Wrong{{"show", "--"}, "behind it"}));

}  // namespace
}  // namespace aahat
