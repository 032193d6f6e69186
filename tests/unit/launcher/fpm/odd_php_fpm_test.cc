// Refusals that no integration test sees: they need a php-fpm that says odd things.
#include <gtest/gtest.h>

#include "fpm/dump.h"
#include "fpm/fpm_arguments.h"
#include "fpm/program.h"
#include "fpm/socket_access.h"
#include "fpm/wrapper.h"
#include "refused.h"

namespace aahat {
namespace {

constexpr const char* notice = "[21-Nov-2026 22:55:00] NOTICE: ";

/// php-fpm -tt's output with these lines between [global] and the end.
std::string said(std::initializer_list<std::string> lines) {
  std::string out = std::string(notice) + "[global]\n" + notice + " \n";
  for (const std::string& line : lines) out += notice + line + "\n";
  return out;
}

TEST(OddPhpFpm, saysWhatNobodyExpects) {
  const std::string end = std::string(notice) + "configuration file /c test is successful\n";
  EXPECT_SAYS("what php-fpm -tt says in the line", parse_dump(said({"x"}) + end));
  EXPECT_SAYS("no section begins so", parse_dump(said({"[]"}) + end));
  EXPECT_SAYS("it is no setting", parse_dump(said({"[a]", "\tkey"}) + end));
  EXPECT_SAYS("it is not in the expected form", parse_dump(said({"[a]"}) + "PHP Warning\n" + end));
  EXPECT_SAYS("the key comes twice", parse_dump(said({"[a]", "\tuser = u", "\tuser = v"}) + end));
  EXPECT_SAYS("it has a control character in it", parse_dump(said({"[a]", "\tuser = \x1b"}) + end));
  EXPECT_SAYS("the section comes twice", parse_dump(said({"[global]"}) + end));
  EXPECT_SAYS("the output ends too early", parse_dump(said({})));
  EXPECT_SAYS("it stands behind the end", parse_dump(said({}) + end + "x\n"));
}

TEST(OddPhpFpm, argumentsAndPaths) {
  EXPECT_SAYS("\"--define==x\": its value is not clear", parse_fpm_arguments({"--define==x"}));
  EXPECT_SAYS("\"--nodaemonize=x\": this option has no value", parse_fpm_arguments({"--nodaemonize=x"}));
  EXPECT_SAYS("\"-y\": its value is missing", parse_fpm_arguments({"-y"}));
  EXPECT_SAYS("\"--nonsense\": php-fpm has no such option", parse_fpm_arguments({"--nonsense"}));
  EXPECT_SAYS("\"stray\": php-fpm takes options only", parse_fpm_arguments({"stray"}));
  EXPECT_SAYS("cannot start \"./php-fpm\": give an absolute path", find_program("./php-fpm"));
  EXPECT_SAYS("the path \"etc/f\": it must be an absolute path of printable ASCII without any of",
              require_writable({"/p", "etc/f"}));
}

TEST(OddPhpFpm, socketsOfNobody) {
  const Accounts accounts("/nowhere/passwd", "/nowhere/group");
  Pool pool;
  pool.name = "shop";
  pool.listen = "/run/s";
  pool.listen_mode = "1777";
  EXPECT_SAYS("pool \"shop\": listen.mode 1777 is not an octal mode of at most 777",
              configured_access(pool, accounts));
  pool.listen_mode = "0660";
  pool.listen_group = "web";
  EXPECT_SAYS("pool \"shop\": the container's /etc/group has no group \"web\"",
              configured_access(pool, accounts));
}

}  // namespace
}  // namespace aahat
