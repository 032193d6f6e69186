#include "oci/container.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

const char* const least = R"({"root": {"path": "rootfs"}})";

std::string config_fault(const std::string& text) {
  return refused([&] { parse_config(text, "/b"); });
}

TEST(ContainerState, readsWhatTheRuntimeTells) {
  const ContainerState state(
      R"({"ociVersion": "1.0.2", "id": "x", "status": "created", "pid": 4242, "bundle": "/b",
                                 "annotations": {"io.aa-hat.pool.shop": "shop", "other": "x"}})");
  EXPECT_EQ(state.annotations(), (Annotations{{"io.aa-hat.pool.shop", "shop"}}));
  EXPECT_EQ(state.pid(), 4242);
  EXPECT_EQ(state.bundle(), "/b");
}

TEST(ContainerState, doesNotLookAtForeignThings) {
  EXPECT_TRUE(ContainerState(R"({"pid": "x", "annotations": {"io.other": 5, "io.aa-hatx": 1}})")
                  .annotations()
                  .empty());
  EXPECT_TRUE(ContainerState(R"({"annotations": null})").annotations().empty());
  EXPECT_TRUE(ContainerState("{}").annotations().empty());
}

TEST(ContainerState, takesWhatIsMeantForUs) {
  const ContainerState state(
      R"({"annotations": {"io.aa-hat/pool.shop": "shop", "IO.AAHAT.x": "", "io.aa-hatch.x": "",
                                                 "my.io.aa-hat.x": "", "io.aa-hat": ""}})");
  EXPECT_EQ(state.annotations(), (Annotations{{"io.aa-hat/pool.shop", "shop"}, {"IO.AAHAT.x", ""}}));
  EXPECT_EQ(
      parse_config(R"({"root": {"path": "r"}, "annotations": {"io.aa-hat/seal": "off", "io.x": 1}})", "/b")
          .annotations,
      (Annotations{{"io.aa-hat/seal", "off"}}));
}

TEST(ContainerState, refusesWrongTypes) {
  const auto fault = [](const char* text, auto act) { return refused([&] { act(ContainerState(text)); }); };
  const auto annotations = [](const ContainerState& state) { state.annotations(); };
  const auto pid = [](const ContainerState& state) { state.pid(); };
  const auto bundle = [](const ContainerState& state) { state.bundle(); };
  const std::string start = "t: cannot read \"the container's state\": ";
  EXPECT_EQ(fault("[]", annotations), start + "it is not an object\n");
  EXPECT_EQ(fault(R"({"annotations": []})", annotations), start + "annotations is not an object\n");
  EXPECT_EQ(fault(R"({"annotations": {"io.aa-hat.seal": true}})", annotations),
            start + "annotations.io.aa-hat.seal is not a text\n");
  EXPECT_EQ(fault("{}", pid), start + "it is not complete: it has no \"pid\"\n");
  for (const char* text : {R"({"pid": 0})", R"({"pid": -1})", R"({"pid": 2147483648})"}) {
    EXPECT_EQ(fault(text, pid), start + "pid is not a process\n");
  }
  EXPECT_EQ(fault(R"({"pid": 1.5})", pid), start + "pid is not an integer\n");
  EXPECT_EQ(fault(R"({"bundle": "b"})", bundle), start + "bundle is not an absolute path\n");
  EXPECT_EQ(fault(R"({"bundle": "/b\u0000c"})", bundle),
            start + "bundle is not free of control characters\n");
}

TEST(ContainerConfig, readsWhatMatters) {
  const ContainerConfig config = parse_config(
      R"({"process": {"apparmorProfile": "web", "noNewPrivileges": true}, "root": {"path": "/r"},
          "mounts": [{"destination": "/run"}, {"destination": "/x", "source": 7}], "annotations": {"io.aa-hat.seal": "off"}})",
      "/b");
  EXPECT_EQ(config.profile, "web");
  EXPECT_TRUE(config.no_new_privileges);
  EXPECT_EQ(config.root, "/r");
  EXPECT_EQ(config.mounts, (std::vector<std::string>{"/run", "/x"}));
  EXPECT_EQ(config.annotations, (Annotations{{"io.aa-hat.seal", "off"}}));
}

TEST(ContainerConfig, takesTheRootRelativeToTheBundle) {
  EXPECT_EQ(parse_config(least, "/b").root, "/b/rootfs");
  EXPECT_EQ(parse_config(least, "/b").profile, "");
}

TEST(ContainerConfig, refusesWrongTypes) {
  const std::string start = "t: cannot read \"/b/config.json\": ";
  EXPECT_EQ(config_fault("{}"), start + "it is not complete: it has no \"root\"\n");
  EXPECT_EQ(config_fault(R"({"root": {"path": ""}})"), start + "root.path is not a path\n");
  EXPECT_EQ(config_fault(R"({"root": {"path": 1}})"), start + "root.path is not a text\n");
  EXPECT_EQ(config_fault(R"({"root": {"path": "r"}, "process": {"apparmorProfile": ["a"]}})"),
            start + "process.apparmorProfile is not a text\n");
  EXPECT_EQ(config_fault(R"({"root": {"path": "r"}, "process": {"noNewPrivileges": 0}})"),
            start + "process.noNewPrivileges is not true or false\n");
  EXPECT_EQ(config_fault(R"({"root": {"path": "r"}, "mounts": [{}]})"),
            start + "mounts[0] is not complete: it has no \"destination\"\n");
}

TEST(ContainerConfig, refusesAMissingBundle) {
  EXPECT_EQ(refused([] { read_config("/nowhere"); }),
            "t: cannot read \"/nowhere/config.json\": No such file or directory (ENOENT)\n");
}

TEST(SameAnnotations, refusesAnyDifference) {
  const Annotations one{{"io.aa-hat.seal", "off"}};
  EXPECT_EQ(refused([&] { expect_same_annotations(one, one); }), "");
  EXPECT_NE(refused([&] { expect_same_annotations(one, {}); }), "");
  EXPECT_NE(refused([&] { expect_same_annotations({}, one); }), "");
  EXPECT_NE(refused([&] { expect_same_annotations(one, {{"io.aa-hat.seal", "required"}}); }), "");
}

TEST(ManyAnnotations, areReadInLinearTime) {
  std::string text = R"({"annotations": {)";
  for (int i = 0; i < 100000; ++i) text += "\"io.aa-hat.pool.p" + std::to_string(i) + "\": \"h\",";
  text += R"("last": "x"}})";
  EXPECT_EQ(ContainerState(text).annotations().size(), 100000U);
}

}  // namespace
}  // namespace aahat
