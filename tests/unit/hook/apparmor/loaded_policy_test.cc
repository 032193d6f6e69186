#include "apparmor/loaded_policy.h"

#include <gtest/gtest.h>

#include "names.h"
#include "refused.h"

namespace aahat {
namespace {

/// A kernel whose list of profiles can change between two readings.
struct FakeKernel {
  std::vector<std::string> lists;  // the last one stays
  std::size_t readings = 0;
  std::uint64_t clock = 0;

  PolicyReader reader() {
    return {[this](LoadedLabels& labels) { labels.feed(lists[std::min(readings++, lists.size() - 1)]); },
            [this] { return clock += 10; }};
  }
};

std::set<HatName> hats(std::initializer_list<const char*> names) {
  std::set<HatName> out;
  for (const char* name : names) out.insert(HatName::from(name).value());
  return out;
}

std::string fault(FakeKernel& kernel, const std::set<HatName>& named) {
  return refused([&] { expect_enforced(profile_named("P"), named, kernel.reader()); });
}

TEST(LoadedLabels, readsLinesCutAnywhere) {
  const std::string text =
      "P (enforce)\nP//a b (x) (complain)\nother (enforce)\nPP//x (enforce)\nP//c (kill)\nbroken\nP//cut "
      "(enf";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    LoadedLabels labels("P");
    labels.feed(text.substr(0, cut));
    labels.feed(text.substr(cut));
    EXPECT_EQ(labels.profile_mode(), "enforce");
    EXPECT_EQ(labels.hats(), (LoadedHats{{"a b (x)", "complain"}, {"c", "kill"}}));
  }
}

TEST(LoadedLabels, aWholeLineIsNoName) {
  for (const char* name : {"P (enforce)", "P ", "P ("}) {
    LoadedLabels labels(name);
    labels.feed("P (enforce)\nP//a (enforce)\n");
    EXPECT_EQ(labels.profile_mode(), "") << name;
  }
}

TEST(HostPolicy, acceptsWhatIsEnforced) {
  FakeKernel kernel{{"P (enforce)\nP//a (enforce)\nQ (complain)\n"}};
  EXPECT_EQ(fault(kernel, hats({"a"})), "");
  EXPECT_EQ(kernel.readings, 1U);
}

TEST(HostPolicy, tellsAllThatIsLoadedBelowTheProfile) {
  FakeKernel kernel{{"P (enforce)\nP//a (enforce)\nP//a//b (complain)\nQ//c (enforce)\n"}};
  EXPECT_EQ(expect_enforced(profile_named("P"), hats({"a"}), kernel.reader()),
            (LoadedHats{{"a", "enforce"}, {"a//b", "complain"}}));
}

TEST(HostPolicy, namesEachHatThatIsMissingOrSoft) {
  FakeKernel kernel{{"P (enforce)\nP//a (complain)\n"}};
  const std::string text = fault(kernel, hats({"a", "b"}));
  EXPECT_NE(text.find("cannot use hat \"P//a\": it is in complain mode"), std::string::npos) << text;
  EXPECT_NE(text.find("cannot use hat \"P//b\": the kernel has no such label loaded"), std::string::npos)
      << text;
}

TEST(HostPolicy, saysOnceThatTheProfileIsMissing) {
  FakeKernel kernel{{"Q (enforce)\n"}};
  const std::string text = fault(kernel, hats({"a", "b"}));
  EXPECT_NE(text.find("cannot use profile \"P\": the kernel has no such label loaded"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("P//a"), std::string::npos) << text;
}

TEST(HostPolicy, refusesEveryOtherMode) {
  for (const char* mode : {"complain", "unconfined", "prompt", "kill"}) {
    FakeKernel kernel{{"P (" + std::string(mode) + ")\n"}};
    EXPECT_NE(fault(kernel, {}).find("it is in " + std::string(mode) + " mode"), std::string::npos);
  }
}

TEST(HostPolicy, looksAgainWhileAPolicyIsReloaded) {
  FakeKernel kernel{{"P (enforce)\n", "P (enforce)\n", "P//a (enforce)\n"}};
  EXPECT_EQ(fault(kernel, hats({"a"})), "");
  EXPECT_EQ(kernel.readings, 3U);
}

TEST(HostPolicy, givesUpAfterASecond) {
  FakeKernel kernel{{"P (enforce)\n"}};
  EXPECT_NE(fault(kernel, hats({"a"})), "");
  EXPECT_LE(kernel.clock, 1100U);
}

}  // namespace
}  // namespace aahat
