#include <gtest/gtest.h>

#include "fpm/fpm_arguments.h"
#include "refused.h"

namespace aahat {
namespace {

std::string refused_arguments(const Words& words) {
  return refused([&] { parse_fpm_arguments(words); });
}

TEST(FpmArguments, FindsTheConfigurationInEverySpelling) {
  const std::vector<Words> spellings{{"-y", "/f"},
                                     {"-y/f"},
                                     {"-y=/f"},
                                     {"-Fy", "/f"},
                                     {"-FRy/f"},
                                     {"-Fy=/f"},
                                     {"--fpm-config", "/f"},
                                     {"--fpm-config=/f"},
                                     {"-y/x", "-y", "/f"}};
  for (const Words& words : spellings) EXPECT_EQ(parse_fpm_arguments(words).config, "/f") << words.front();
}

TEST(FpmArguments, PassesTheOthersOnInOneForm) {
  const FpmArguments read = parse_fpm_arguments({"-nF", "-c/etc/php.ini", "--define=a=b", "-d", "-y", "--pid",
                                                 "/p", "--allow-to-run-as-root", "-y", "/f"});
  const Words expected{"-n", "-F", "-c", "/etc/php.ini", "-d", "a=b", "-d", "-y", "-g", "/p", "-R"};
  EXPECT_EQ(read.options, expected);
  EXPECT_EQ(read.config, "/f");
}

TEST(FpmArguments, NoneAtAll) {
  const FpmArguments read = parse_fpm_arguments({});
  EXPECT_FALSE(read.config);
  EXPECT_TRUE(read.options.empty());
}

// Behind such a word php-fpm would not see the -y with the hats.
TEST(FpmArguments, RefusesWhatPhpFpmTakesForNoOption) {
  for (const char* word : {"x", "", "-", "--", "--nonsense", "-Z", "-:", "--fpm-confi"}) {
    EXPECT_NE(refused_arguments({word}), "") << word;
  }
}

TEST(FpmArguments, RefusesUnclearValues) {
  for (const char* word : {"-y", "-y=", "--fpm-config=", "--define==x", "--nodaemonize=x", "-c"}) {
    EXPECT_NE(refused_arguments({word}), "") << word;
  }
}

TEST(FpmArguments, RefusesOptionsThatStartNoPools) {
  for (const char* word : {"-t", "-tt", "-Ft", "-v", "-h", "-?", "-i", "-m", "--test", "--version"}) {
    EXPECT_NE(refused_arguments({word}).find("starts no pools"), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace aahat
