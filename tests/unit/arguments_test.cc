#include "arguments.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

template <typename Kind>
Kind parsed(const Words& words) {
  return std::get<Kind>(parse_arguments(words));
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

TEST(Arguments, helpAndVersion) {
  EXPECT_TRUE(std::holds_alternative<HelpCommand>(parse_arguments({"--help"})));
  EXPECT_TRUE(std::holds_alternative<VersionCommand>(parse_arguments({"--version"})));
}

struct Wrong {
  Words words;
  std::string reason;
};

class WrongArguments : public testing::TestWithParam<Wrong> {};

TEST_P(WrongArguments, areRefused) {
  const std::string text = refused([] { (void)parse_arguments(GetParam().words); });
  EXPECT_NE(text.find(GetParam().reason), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongArguments,
    testing::Values(Wrong{{}, "must follow behind"}, Wrong{{"--hat"}, "its value is missing"},
                    Wrong{{"--hat", "a", "ls"}, "neither an option nor a command"},
                    Wrong{{"--hat", "a"}, "must follow behind"},
                    Wrong{{"--hat", "a", "--"}, "no COMMAND behind it"},
                    Wrong{{"--hat", "", "--", "ls"}, "its value is empty"},
                    Wrong{{"--hat", "a", "--pool", "b", "--", "ls"}, "only one of"},
                    Wrong{{"--hat", "a", "--hat", "b", "--", "ls"}, "only one of"},
                    Wrong{{"--hatt", "a", "--", "ls"}, "neither an option"},
                    Wrong{{"fpm", "--", "php-fpm"}, "it needs --native"},
                    Wrong{{"fpm", "--native", "--native", "--", "php-fpm"}, "it needs --native, once"},
                    Wrong{{"fpm", "--per-pool", "--", "php-fpm"}, "does not build it"},
                    Wrong{{"fpm", "--native"}, "must follow behind"},
                    Wrong{{"fpm", "-x", "--", "p"}, "no such option"},
                    Wrong{{"show", "-x"}, "no such option"}, Wrong{{"show", "--"}, "behind it"}));

}  // namespace
}  // namespace aahat
