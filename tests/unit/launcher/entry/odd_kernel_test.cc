// Refusals that no integration test sees: they need a kernel that answers oddly.
#include <gtest/gtest.h>

#include "entry/confine.h"
#include "fake_attr.h"
#include "names.h"
#include "refused.h"

namespace aahat {
namespace {

const HatName shop = hat_named("shop");

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
  int answer_about_profile(const std::string& to) override {
    return to_ask_change_profile >= 0 ? to_ask_change_profile : FakeAttr::answer_about_profile(to);
  }
  int set_no_new_privs() override {
    if (to_no_new_privs >= 0) return to_no_new_privs;
    if (forgets_no_new_privs) return 0;
    return FakeAttr::set_no_new_privs();
  }
};

Confinement into_shop(SealProof seal = SealProof::no_new_privs) {
  return {.start = {profile_named("P"), ""},
          .hat = shop,
          .identity = {},
          .no_new_privs = seal == SealProof::no_new_privs,
          .seal = seal,
          .others = {},
          .filter = {}};
}

TEST(OddKernel, deniesEntryForReasonsOfItsOwn) {
  OddKernel attr;
  attr.to_change_profile = EPERM;
  EXPECT_SAYS("cannot enter hat \"P//shop\": the kernel forbids it, as for a process that is being traced",
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
  EXPECT_SAYS("cannot set no_new_privs: it did not stay set", confine(attr, into_shop()));
  attr.to_no_new_privs = EINVAL;
  EXPECT_SAYS("cannot set no_new_privs: Invalid argument (EINVAL)", confine(attr, into_shop()));
}

TEST(OddKernel, doesNotSayWhereAHatLeads) {
  OddKernel attr;
  attr.to_ask_change_profile = EINVAL;
  EXPECT_SAYS(
      "cannot seal hat \"shop\": the kernel does not say (Invalid argument (EINVAL)) whether it leads to P",
      confine(attr, into_shop(SealProof::child_profile)));
}

}  // namespace
}  // namespace aahat
