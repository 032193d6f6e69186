#include "config/floor.h"

#include <gtest/gtest.h>

#include "annotations/annotations.h"
#include "parse.h"
#include "refused.h"

namespace aahat {
namespace {

std::string fault(const std::string& config, const Annotations& annotations) {
  return refused(
      [&] { expect_allowed(parse_host_config(config, "c"), "web", parse_annotations(annotations)); });
}

TEST(Floor, allowsWhatIsAsStrict) {
  EXPECT_EQ(fault("{}", {{"io.aa-hat.pool.a", "x"}, {"io.aa-hat.no-new-privs", "false"}}), "");
  EXPECT_EQ(
      fault(R"({"profiles": {"web": {"session": "optional", "seal": "off", "listen": "shared"}}})",
            {{"io.aa-hat.session", "optional"}, {"io.aa-hat.seal", "off"}, {"io.aa-hat.listen", "shared"}}),
      "");
}

TEST(Floor, refusesEverythingWeaker) {
  const std::string entry = "the entry \"*\" of the host's config has ";
  const std::string remedy = "hint: remove the annotation, or change that entry\n";
  EXPECT_EQ(
      fault("{}",
            {{"io.aa-hat.session", "optional"}, {"io.aa-hat.seal", "off"}, {"io.aa-hat.listen", "shared"}}),
      "cannot allow \"io.aa-hat.session=optional\": " + entry + "session required for this profile\n" +
          remedy + "cannot allow \"io.aa-hat.seal=off\": " + entry + "seal required for this profile\n" +
          remedy + "cannot allow \"io.aa-hat.listen=shared\": " + entry +
          "listen private for this profile\n" + remedy);
}

TEST(Floor, refusesNoNewPrivsSwitchedOff) {
  const char* const config = R"({"profiles": {"*": {"noNewPrivs": true}}})";
  EXPECT_EQ(fault(config, {{"io.aa-hat.no-new-privs", "true"}, {"io.aa-hat.no-new-privs.x", "true"}}), "");
  EXPECT_NE(fault(config, {{"io.aa-hat.no-new-privs", "false"}}).find("\"io.aa-hat.no-new-privs=false\""),
            std::string::npos);
  EXPECT_NE(fault(config, {{"io.aa-hat.no-new-privs.x", "false"}}).find("\"io.aa-hat.no-new-privs.x=false\""),
            std::string::npos);
}

TEST(Floor, refusesHatsThatNoGlobMatches) {
  const char* const config = R"({"profiles": {"w*": {"hats": ["s*", "blog"]}}})";
  EXPECT_EQ(fault(config, {{"io.aa-hat.pool.a", "shop"}, {"io.aa-hat.user.b", "blog"}}), "");
  EXPECT_NE(fault(config, {{"io.aa-hat.pool.a", "wiki"}}).find("\"io.aa-hat.pool.a=wiki\""),
            std::string::npos);
  EXPECT_NE(fault(config, {{"io.aa-hat.user.a", "wiki"}}).find("\"io.aa-hat.user.a=wiki\""),
            std::string::npos);
}

TEST(Floor, bindsRoles) {
  const char* const config = R"({"profiles": {"w*": {"hats": ["s*", "blog"]}}})";
  EXPECT_EQ(fault(config, {{"io.aa-hat.roles.a", "shop,blog"}}), "");
  EXPECT_NE(fault(config, {{"io.aa-hat.roles.a", "shop,wiki"}}).find("\"io.aa-hat.roles.a=wiki\""),
            std::string::npos);
}

TEST(Floor, refusesSeccompProfilesThatNoGlobMatches) {
  const char* const config = R"({"profiles": {"*": {"seccomp": ["php-*", "login"]}}})";
  EXPECT_EQ(fault(config, {{"io.aa-hat.seccomp", "login"}, {"io.aa-hat.seccomp.a", "php-tenant"}}), "");
  EXPECT_NE(fault(config, {{"io.aa-hat.seccomp", "php"}})
                .find("\"io.aa-hat.seccomp=php\": the entry \"*\" of the "
                      "host's config does not list that profile in seccomp"),
            std::string::npos);
  EXPECT_NE(fault(config, {{"io.aa-hat.seccomp.a", "x"}}).find("\"io.aa-hat.seccomp.a=x\""),
            std::string::npos);
}

TEST(Floor, refusesAProfileWithoutEntry) {
  EXPECT_NE(
      fault(R"({"profiles": {"x*": {}}})", {{"io.aa-hat.pool.a", "x"}}).find("cannot allow profile \"web\""),
      std::string::npos);
}

}  // namespace
}  // namespace aahat
