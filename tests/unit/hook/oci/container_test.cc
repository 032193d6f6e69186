#include "oci/container.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

const char* const least = R"({"root": {"path": "rootfs"}})";

ContainerConfig parsed(const std::string& text) { return BundleConfig(text, "/b").container(); }

std::string config_fault(const std::string& text) {
  return refused([&] { parsed(text); });
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
      BundleConfig(R"({"root": {"path": "r"}, "annotations": {"io.aa-hat/seal": "off", "io.x": 1}})", "/b")
          .annotations(),
      (Annotations{{"io.aa-hat/seal", "off"}}));
}

TEST(ContainerState, refusesWrongTypes) {
  const auto fault = [](const char* text, auto act) { return refused([&] { act(ContainerState(text)); }); };
  const auto annotations = [](const ContainerState& state) { state.annotations(); };
  const auto pid = [](const ContainerState& state) { state.pid(); };
  const auto bundle = [](const ContainerState& state) { state.bundle(); };
  const std::string start = "cannot read \"the container's state\": ";
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
  const BundleConfig bundle(
      R"({"process": {"apparmorProfile": "web", "noNewPrivileges": true}, "root": {"path": "/r"},
          "mounts": [{"destination": "/run"}, {"destination": "/x", "source": 7}], "annotations": {"io.aa-hat.seal": "off"}})",
      "/b");
  EXPECT_EQ(bundle.bundle(), "/b");
  EXPECT_EQ(bundle.annotations(), (Annotations{{"io.aa-hat.seal", "off"}}));
  EXPECT_EQ(bundle.profile(), "web");
  const ContainerConfig config = bundle.container();
  EXPECT_EQ(config.profile, "web");
  EXPECT_TRUE(config.no_new_privileges);
  EXPECT_EQ(config.root, "/r");
  EXPECT_EQ(config.mounts, (std::vector<std::string>{"/run", "/x"}));
  EXPECT_FALSE(config.notified.by_default);
  EXPECT_TRUE(config.notified.names.empty());
  EXPECT_TRUE(config.raw_filters.empty());
}

TEST(ContainerConfig, takesTheRootRelativeToTheBundle) {
  EXPECT_EQ(parsed(least).root, "/b/rootfs");
  EXPECT_EQ(parsed(least).profile, "");
}

TEST(ContainerConfig, refusesWrongTypes) {
  const std::string start = "cannot read \"/b/config.json\": ";
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

TEST(BundleConfig, asksAForeignContainerForNothingElse) {
  const BundleConfig bundle(
      R"({"annotations": {"other": 5}, "process": {"noNewPrivileges": 0}, "mounts": 7})", "/b");
  EXPECT_TRUE(bundle.annotations().empty());
  EXPECT_EQ(bundle.profile(), "");
  EXPECT_EQ(BundleConfig("{}", "/b").profile(), "");
  EXPECT_EQ(BundleConfig(R"({"process": null})", "/b").profile(), "");
}

TEST(BundleConfig, isStrictJson) {
  EXPECT_EQ(refused([] { BundleConfig(R"({"annotations": {}, "annotations": {}})", "/b"); }),
            "cannot read \"/b/config.json\": it has the key \"annotations\" twice in one object\n");
}

/// What is found in a config.json with this linux.seccomp: "default" and the names, each followed by a blank.
std::string notified(const std::string& seccomp) {
  const NotifiedCalls calls =
      parsed(R"({"root": {"path": "r"}, "linux": {"seccomp": )" + seccomp + "}}").notified;
  std::string out = calls.by_default ? "default " : "";
  for (const std::string& name : calls.names) out += name + " ";
  return out;
}

TEST(NotifiedCalls, areThoseWithTheAction) {
  EXPECT_EQ(notified(R"({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
                {"names": ["mount", "openat"], "action": "SCMP_ACT_NOTIFY", "args": [{"index": 0}]},
                {"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["mknod"], "action": "SCMP_ACT_NOTIFY"}]})"),
            "mount openat mknod ");
  EXPECT_EQ(notified(R"({"defaultAction": "SCMP_ACT_NOTIFY"})"), "default ");
}

TEST(NotifiedCalls, otherFormsAreLeftToTheRuntime) {
  for (const char* seccomp :
       {"null", "[]", "7", "{}", R"({"defaultAction": 7, "syscalls": {}})",
        R"({"syscalls": [7, {}, {"action": "SCMP_ACT_NOTIFY"}, {"action": [], "names": ["read"]}]})",
        R"({"syscalls": [{"action": "SCMP_ACT_NOTIFY", "names": "read"}]})",
        R"({"syscalls": [{"action": "SCMP_ACT_NOTIFY", "names": [7, null]}]})"}) {
    EXPECT_EQ(notified(seccomp), "") << seccomp;
  }
  EXPECT_TRUE(parsed(R"({"root": {"path": "r"}, "linux": []})").notified.names.empty());
}

TEST(RawFilters, areFoundByTheirKeysWhateverTheirValues) {
  for (const std::string key :
       {"run.oci.seccomp_bpf_data", "run.oci.seccomp.receiver", "run.oci.seccomp.plugins"}) {
    for (const char* value : {R"("/x")", R"("")", "null", "7", "[]"}) {
      const std::string text = R"({"root": {"path": "r"}, "annotations": {"io.aa-hat.seal": "off", ")" + key +
                               "\": " + value + "}}";
      EXPECT_EQ(parsed(text).raw_filters, std::vector<std::string>{key}) << text;
    }
  }
  EXPECT_EQ(parsed(R"({"root": {"path": "r"}, "annotations": {"run.oci.seccomp_bpf_data": "",
                      "run.oci.seccomp.receiver": "", "run.oci.seccomp.plugins": ""}})")
                .raw_filters.size(),
            3U);
}

TEST(RawFilters, areNoOtherAnnotations) {
  for (const char* annotations :
       {"null", "{}",
        R"({"run.oci.hooks.stderr": "/x", "run.oci.seccomp": "", "run.oci.seccomp.receiverx": ""})"}) {
    EXPECT_TRUE(parsed(R"({"root": {"path": "r"}, "annotations": )" + std::string(annotations) + "}")
                    .raw_filters.empty())
        << annotations;
  }
}

TEST(ContainerConfig, refusesAMissingBundle) {
  EXPECT_EQ(refused([] { BundleConfig::read("/nowhere"); }),
            "cannot read \"/nowhere/config.json\": No such file or directory (ENOENT)\n");
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
