#include "fpm/wrapper.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

const FpmSource source{"/usr/sbin/php-fpm8.2", "/etc/php/fpm.conf"};

std::string refused_path(const std::string& program, const std::string& config) {
  return refused([&] { require_writable({program, config}); });
}

TEST(FpmWrapper, Final) {
  EXPECT_EQ(final_wrapper(source, {{"shop", *HatName::from("s")}, {"blog", *HatName::from("on")}}),
            ";aa-hat-fpm 1\n"
            ";program /usr/sbin/php-fpm8.2\n"
            ";config /etc/php/fpm.conf\n"
            "include = \"/etc/php/fpm.conf\"\n"
            "[shop]\napparmor_hat = \"s\"\n"
            "[blog]\napparmor_hat = \"on\"\n");
}

TEST(FpmWrapper, HeaderIsReadBack) {
  const auto read = source_of(final_wrapper(source, {}));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->program, source.program);
  EXPECT_EQ(read->config, source.config);
}

TEST(FpmWrapper, OtherTextHasNoHeader) {
  for (const char* text :
       {"", ";aa-hat-fpm 1", ";aa-hat-fpm 1\n", ";aa-hat-fpm 12\n;program /p\n;config /c\n",
        ";aa-hat-fpm 1\n;config /c\n;program /p\n", "\n;aa-hat-fpm 1\n;program /p\n;config /c\n",
        ";aa-hat-fpm 1\n;program /p\n;config /c"}) {
    EXPECT_FALSE(source_of(text)) << text;
  }
}

TEST(FpmWrapper, LearningEndsSilencedAndWithTheProbe) {
  const std::string text = learning_wrapper(source, "aa-hat-7");
  EXPECT_TRUE(text.starts_with("include = \"/etc/php/fpm.conf\"\n[aa-hat-7]\n"));
  EXPECT_NE(text.find("\napparmor_hat = \"aa-hat-7\"\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("[global]\nerror_log = /dev/null\nlog_level = notice\n"));
}

TEST(FpmWrapper, PathsThatMeanThemselves) {
  EXPECT_EQ(refused_path("/usr/sbin/php-fpm", "/etc/php fpm/8.2/a+b@c,d=e#f.conf"), "");
  for (const char* config : {"", "relative.conf", "/a\nb", "/a*", "/a?", "/a[b]", "/a{b}", "/a\"b", "/a'b",
                             "/a\\b", "/a$b", "/a;b", "/a\xc3\xa4"}) {
    EXPECT_NE(refused_path("/p", config), "") << config;
  }
  EXPECT_NE(refused_path("/p\n;config /evil", "/c"), "");
  EXPECT_NE(refused_path("php-fpm", "/c"), "");
}

TEST(FpmWrapper, SectionNames) {
  for (const char* name : {"shop", "a.b", "A_b-c@d+e", "0"}) EXPECT_TRUE(is_section_name(name)) << name;
  for (const char* name : {"", "a b", "a]", "$pool", "a\nb", "a;b", "a\"", "a/b"}) {
    EXPECT_FALSE(is_section_name(name)) << name;
  }
  EXPECT_FALSE(is_section_name(std::string(256, 'a')));
}

}  // namespace
}  // namespace aahat
