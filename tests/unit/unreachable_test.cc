// Refusals that no integration test sees: they need a kernel that lies, a php-fpm that says odd things, or a
// plan that the hook would not write.
#include <gtest/gtest.h>
#include <unistd.h>

#include <new>

#include "annotations/annotations.h"
#include "attr/enter.h"
#include "choice/choose.h"
#include "delivery/mounts.h"
#include "entry/confine.h"
#include "entry/in_child.h"
#include "fake_attr.h"
#include "fpm/dump.h"
#include "fpm/fpm_arguments.h"
#include "fpm/program.h"
#include "fpm/socket_access.h"
#include "fpm/wrapper.h"
#include "names.h"
#include "parse.h"
#include "plan/writer.h"
#include "refused.h"

namespace aahat {
namespace {

const HatName shop = *HatName::from("shop");

#define EXPECT_SAYS(text, action) \
  EXPECT_NE(refused([&] { action; }).find(text), std::string::npos) << refused([&] { action; })

/// A kernel that answers what a test wants, whatever is the case.
class OddKernel : public FakeAttr {
 public:
  int to_change_profile = -1;
  int to_change_hat = -1;
  int to_ask_change_profile = -1;
  int to_no_new_privs = -1;
  bool forgets_no_new_privs = false;
  bool hides_entry = false;

  OddKernel() { hats = {{"shop", Kind::child}}; }

  Label own_label() override { return hides_entry ? Label{"P//blog", "enforce"} : FakeAttr::own_label(); }
  int change_profile(const std::string& to) override {
    return to_change_profile >= 0 ? to_change_profile : FakeAttr::change_profile(to);
  }
  int change_hat(std::uint64_t token, const HatName& hat) override {
    return to_change_hat >= 0 ? to_change_hat : FakeAttr::change_hat(token, hat);
  }
  int ask_change_profile(const std::string& to) override {
    return to_ask_change_profile >= 0 ? to_ask_change_profile : FakeAttr::ask_change_profile(to);
  }
  int set_no_new_privs() override {
    if (to_no_new_privs >= 0) return to_no_new_privs;
    if (forgets_no_new_privs) return 0;
    return FakeAttr::set_no_new_privs();
  }
};

Confinement into_shop(bool no_new_privs = true) {
  return {.profile = profile_named("P"),
          .hat = shop,
          .identity = {},
          .others = {},
          .seal = Seal::required,
          .no_new_privs = no_new_privs};
}

TEST(OddKernel, deniesEntryForReasonsOfItsOwn) {
  OddKernel attr;
  attr.to_change_profile = EPERM;
  EXPECT_SAYS("t: cannot enter hat \"P//shop\": the kernel forbids it, as for a process that is being traced",
              confine(attr, into_shop()));
  attr.to_change_profile = EINVAL;
  EXPECT_SAYS("cannot enter hat \"P//shop\": Invalid argument (EINVAL)", confine(attr, into_shop()));
  attr.to_change_profile = EACCES;
  attr.to_change_hat = ECHILD;
  EXPECT_SAYS("its profile has no rule for entering it, and no hat that change_hat could enter without one",
              confine(attr, into_shop()));
  attr.to_change_hat = EACCES;
  EXPECT_SAYS("cannot enter hat \"P//shop\": the profile does not allow it", confine(attr, into_shop()));
}

TEST(OddKernel, doesNotSayWhichHatsExist) {
  OddKernel attr;
  attr.hats.clear();
  attr.to_ask_change_profile = EINVAL;
  EXPECT_SAYS("cannot ask whether there is a hat \"P//shop\": Invalid argument",
              hat_exists(attr, profile_named("P"), shop));
}

TEST(OddKernel, entersSomethingElse) {
  OddKernel attr;
  attr.hides_entry = true;
  EXPECT_SAYS("cannot enter hat \"P//shop\": the kernel says that the label is now \"P//blog (enforce)\"",
              confine(attr, into_shop()));
}

TEST(OddKernel, doesNotKeepNoNewPrivs) {
  OddKernel attr;
  attr.forgets_no_new_privs = true;
  EXPECT_SAYS("cannot seal hat \"shop\": no_new_privs did not stay set", confine(attr, into_shop()));
  attr.to_no_new_privs = EINVAL;
  EXPECT_SAYS("cannot set no_new_privs: Invalid argument (EINVAL)", confine(attr, into_shop()));
}

TEST(OddKernel, doesNotSayWhereAHatLeads) {
  OddKernel attr;
  attr.to_ask_change_profile = EINVAL;
  EXPECT_SAYS(
      "cannot seal hat \"shop\": the kernel does not say (Invalid argument (EINVAL)) whether it leads to P",
      confine(attr, into_shop(false)));
}

TEST(OddNames, giveNoHat) {
  FakeAttr attr;
  Rules rules;
  rules.order = {OrderWord::user, OrderWord::group};
  const std::string text = write_plan(profile_named("P"), rules);
  const Plan plan = Plan::read(text);
  EXPECT_SAYS("cannot give a hat to user \"-tom\": no word of the order gives a name that a hat can have",
              choose_for_user(attr, plan, {"", "-tom", "DEFAULT"}));
  EXPECT_SAYS("its name is empty or holds a newline or a tab",
              write_plan(profile_named("P"), rules, {{"a\tb"}, true, {}}));
}

TEST(OddNames, areRefusedWithTheGrammar) {
  EXPECT_SAYS("hint: a name in a key is 1 to 255 of printable ASCII without blanks and without / \\",
              parse_annotations({{"io.aa-hat.pool.a b", "shop"}}));
  EXPECT_SAYS("hint: write private or shared", parse_annotations({{"io.aa-hat.listen", "x"}}));
  EXPECT_SAYS("hint: write required or optional", parse_annotations({{"io.aa-hat.session", "x"}}));
  EXPECT_SAYS("hint: the words are pool, user, group, default, in lower case",
              parse_annotations({{"io.aa-hat.pool-order", "Pool"}}));
}

TEST(TryInChild, deathIsToldApart) {
  for (const auto& findings :
       {refused_in_child([] { _exit(0); }), refused_in_child([] { throw std::bad_alloc(); })}) {
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(message("t", findings.front()), "t: cannot try out a hat: the process that tried it died\n");
  }
}

TEST(NamespaceVisit, needsAProcess) {
  EXPECT_SAYS("cannot enter the mount namespace of process \"0\": the runtime's state names no process",
              NamespaceVisit(0));
}

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
