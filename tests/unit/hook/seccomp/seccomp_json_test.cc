#include "seccomp/seccomp_json.h"

#include <gtest/gtest.h>
#include <linux/seccomp.h>

#include <cerrno>

#include "refused.h"
#include "seccomp/seccomp_filters.h"
#include "temp_folder.h"

namespace aahat {
namespace {

SeccompProfile parsed(const std::string& text) { return parse_seccomp(text, "p"); }

/// What is wrong with a profile of this text, without the words that are always there.
std::string fault(const std::string& text) {
  return refused([&] { parsed(text); });
}

/// A profile with this rule.
std::string with_rule(const std::string& rule) {
  return R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [)" + rule + "]}";
}

/// A rule with this argument.
std::string with_argument(const std::string& argument) {
  return with_rule(R"({"names": ["clone"], "action": "SCMP_ACT_ERRNO", "args": [)" + argument + "]}");
}

TEST(SeccompJson, readsEveryKey) {
  const SeccompProfile profile = parsed(R"({
    "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
    "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
    "flags": ["SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_SPEC_ALLOW"],
    "syscalls": [
      {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
      {"names": ["clone"], "action": "SCMP_ACT_TRACE", "errnoRet": 7,
       "args": [{"index": 5, "value": 18446744073709551615, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"},
                {"index": 0, "value": 0, "op": "SCMP_CMP_NE"}]}]})");
  EXPECT_EQ(profile.default_action, SECCOMP_RET_ERRNO | ENOSYS);
  EXPECT_EQ(profile.architectures, (std::vector<std::string>{"SCMP_ARCH_X86_64", "SCMP_ARCH_X86"}));
  EXPECT_EQ(profile.flags, SECCOMP_FILTER_FLAG_LOG | SECCOMP_FILTER_FLAG_SPEC_ALLOW);
  ASSERT_EQ(profile.rules.size(), 2U);
  EXPECT_EQ(profile.rules[0].names, (std::vector<std::string>{"read", "write"}));
  EXPECT_EQ(profile.rules[0].action, SECCOMP_RET_ALLOW);
  EXPECT_EQ(profile.rules[1].action, SECCOMP_RET_TRACE | 7U);
  ASSERT_EQ(profile.rules[1].arguments.size(), 2U);
  EXPECT_EQ(profile.rules[1].arguments[0].index, 5U);
  EXPECT_EQ(profile.rules[1].arguments[0].value, UINT64_MAX);
  EXPECT_EQ(profile.rules[1].arguments[0].value_two, 3U);
  EXPECT_EQ(profile.rules[1].arguments[0].compare, SeccompCompare::masked_eq);
  EXPECT_EQ(profile.rules[1].arguments[1].compare, SeccompCompare::ne);
}

TEST(SeccompJson, nullIsAbsentAsGoWritesIt) {
  const SeccompProfile profile =
      parsed(R"({"defaultAction": "SCMP_ACT_ALLOW", "defaultErrnoRet": null, "flags": null,
    "architectures": null, "listenerPath": null,
    "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ERRNO", "args": null, "errnoRet": null}]})");
  EXPECT_EQ(profile.rules.at(0).action, SECCOMP_RET_ERRNO | EPERM);
}

TEST(SeccompJson, actionsAreTheKernelsOwn) {
  const std::pair<const char*, SeccompAction> actions[] = {{"KILL", SECCOMP_RET_KILL_THREAD},
                                                           {"KILL_THREAD", SECCOMP_RET_KILL_THREAD},
                                                           {"KILL_PROCESS", SECCOMP_RET_KILL_PROCESS},
                                                           {"TRAP", SECCOMP_RET_TRAP},
                                                           {"ERRNO", SECCOMP_RET_ERRNO | EPERM},
                                                           {"TRACE", SECCOMP_RET_TRACE | EPERM},
                                                           {"LOG", SECCOMP_RET_LOG},
                                                           {"ALLOW", SECCOMP_RET_ALLOW}};
  for (const auto& [word, action] : actions) {
    EXPECT_EQ(parsed(std::string(R"({"defaultAction": "SCMP_ACT_)") + word + "\"}").default_action, action)
        << word;
  }
}

struct Broken {
  std::string text;
  std::string words;
};

void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.words; }

class BrokenSeccompJson : public testing::TestWithParam<Broken> {};

TEST_P(BrokenSeccompJson, isRefusedWithItsReason) {
  const std::string said = fault(GetParam().text);
  EXPECT_TRUE(said.starts_with("cannot read \"p\": ")) << said;
  EXPECT_NE(said.find(GetParam().words), std::string::npos) << GetParam().text << "\n" << said;
}

const std::string huge_list = [] {
  std::string names;
  for (int i = 0; i < 4097; ++i) names += (i == 0 ? "\"n" : ", \"n") + std::to_string(i) + "\"";
  return with_rule(R"({"names": [)" + names + R"(], "action": "SCMP_ACT_ERRNO"})");
}();

const std::string huge_rules = [] {
  std::string rules;
  for (int i = 0; i < 4097; ++i) rules += i == 0 ? "1" : ", 1";
  return with_rule(rules);
}();

INSTANTIATE_TEST_SUITE_P(
    Each, BrokenSeccompJson,
    testing::Values(
        Broken{"", "it is not JSON"}, Broken{"[]", "it is not an object"},
        Broken{"{}", "it has no \"defaultAction\""},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW"} {})", "it is not JSON at byte"},
        Broken{"// x\n{\"defaultAction\": \"SCMP_ACT_ALLOW\"}", "it is not JSON at byte"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "defaultAction": "SCMP_ACT_KILL"})",
               "twice in one object"},
        Broken{R"({"defaultAction": "ALLOW"})", "defaultAction is not an action"},
        Broken{R"({"defaultAction": 1})", "defaultAction is not a text"},
        Broken{R"({"defaultAction": "SCMP_ACT_NOTIFY"})",
               "defaultAction is not possible here: nobody would listen"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "defaultErrnoRet": 1})",
               "defaultErrnoRet is not possible with SCMP_ACT_ALLOW"},
        Broken{R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 4096})",
               "defaultErrnoRet is not an integer from 0 to 4095"},
        Broken{R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": -1})",
               "is not an integer from 0 to 4095"},
        Broken{R"({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1.5})",
               "is not an integer from 0 to 4095"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "/run/x"})",
               "listenerPath is not possible here"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "listenerMetadata": "x"})",
               "listenerMetadata is not possible"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "archMap": []})",
               "archMap is not a key of OCI's linux.seccomp, but of the form that Docker and podman keep"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "Syscalls": []})",
               "Syscalls is not a key of OCI's linux.seccomp"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["amd64"]})",
               "architectures[0] is not an architecture"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "architectures": "SCMP_ARCH_X86"})",
               "architectures is not a list"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]})",
               "flags[0] is not a flag that can be had here"},
        Broken{R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": {}})", "syscalls is not a list"},
        Broken{with_rule("null"), "syscalls[0] is not an object"},
        Broken{with_rule(R"({"action": "SCMP_ACT_ERRNO"})"),
               "syscalls[0] is not complete: it has no \"names\""},
        Broken{with_rule(R"({"names": ["read"]})"), "syscalls[0] is not complete: it has no \"action\""},
        Broken{with_rule(R"({"names": [], "action": "SCMP_ACT_ERRNO"})"),
               "syscalls[0].names is not a list of names"},
        Broken{with_rule(R"({"names": [""], "action": "SCMP_ACT_ERRNO"})"),
               "syscalls[0].names[0] is not a name"},
        Broken{with_rule(R"({"names": ["a\u0000b"], "action": "SCMP_ACT_ERRNO"})"),
               "free of control characters"},
        Broken{with_rule(R"({"name": "read", "action": "SCMP_ACT_ERRNO"})"),
               "syscalls[0].name is not a key of OCI's"},
        Broken{with_rule(R"({"names": ["read"], "action": "SCMP_ACT_NOTIFY"})"),
               "syscalls[0].action is not possible here"},
        Broken{with_rule(R"({"names": ["read"], "action": "SCMP_ACT_KILL", "errnoRet": 1})"),
               "syscalls[0].errnoRet is not possible with SCMP_ACT_KILL"},
        Broken{with_rule(R"({"names": ["read"], "action": "SCMP_ACT_ERRNO", "includes": {}})"),
               "syscalls[0].includes is not a key of OCI's linux.seccomp, but of the form"},
        Broken{with_rule(R"({"names": ["read"], "action": "SCMP_ACT_ERRNO", "excludes": {"caps": []}})"),
               "syscalls[0].excludes is not a key of OCI's linux.seccomp, but of the form"},
        Broken{with_rule(R"({"names": ["read"], "action": "SCMP_ACT_ERRNO", "comment": ""})"),
               "comment is not a key"},
        Broken{with_argument(R"({"index": 6, "value": 1, "op": "SCMP_CMP_EQ"})"),
               "args[0].index is not an integer from 0"},
        Broken{with_argument(R"({"index": 0, "value": -1, "op": "SCMP_CMP_EQ"})"),
               "args[0].value is not an integer from 0"},
        Broken{with_argument(R"({"index": 0, "value": 18446744073709551616, "op": "SCMP_CMP_EQ"})"),
               "args[0].value is not"},
        Broken{with_argument(R"({"index": 0, "value": 1, "op": "EQ"})"), "args[0].op is not a comparison"},
        Broken{with_argument(R"({"index": 0, "op": "SCMP_CMP_EQ"})"),
               "args[0] is not complete: it has no \"value\""},
        Broken{with_argument(R"({"index": 0, "value": 1, "valueTwo": 1, "op": "SCMP_CMP_EQ"})"),
               "args[0].valueTwo is not possible but with SCMP_CMP_MASKED_EQ"},
        Broken{huge_list, "syscalls is not short enough: a filter holds at most 4096 rules"},
        Broken{huge_rules, "syscalls is not short enough: a filter holds at most 4096 rules"},
        Broken{with_rule(std::string(100, '[') + std::string(100, ']')), "nested deeper than 64"}));

TEST(SeccompJson, tellsAllThatIsWrongAtOnce) {
  const std::string said = fault(R"({"defaultAction": "x", "y": 1, "flags": ["z"], "architectures": ["v"],
    "syscalls": [{"names": ["read"], "action": "w"}, {"names": ["read"], "action": "SCMP_ACT_TRAP", "u": 1}]})");
  for (const char* words :
       {"defaultAction", "y is", "flags[0]", "architectures[0]", "syscalls[0].action", "syscalls[1].u"}) {
    EXPECT_NE(said.find(words), std::string::npos) << words << "\n" << said;
  }
}

Rules naming(std::initializer_list<const char*> hats_and_names) {
  Rules rules;
  for (const char* name : hats_and_names)
    rules.seccomp_of.insert_or_assign(*HatName::from(name), *SeccompName::from(name));
  return rules;
}

TEST(CompileFilters, readsEachProfileOfTheFolder) {
  const TempFolder folder;
  folder.file("a.json", R"({"defaultAction": "SCMP_ACT_ALLOW", "flags": ["SECCOMP_FILTER_FLAG_LOG"]})");
  folder.file("b.json", with_rule(R"({"names": ["ptrace", "nonsense"], "action": "SCMP_ACT_ERRNO"})"));
  HostConfig config;
  config.seccomp_folder = folder.path("");
  Rules rules = naming({"a", "b"});
  rules.seccomp = SeccompName::from("a");
  const SeccompFilters compiled = compile_filters(config, rules);
  ASSERT_EQ(compiled.filters.size(), 2U);
  EXPECT_EQ(compiled.filters.at(*SeccompName::from("a")).flags, SECCOMP_FILTER_FLAG_LOG);
  EXPECT_EQ(compiled.unknown.at(*SeccompName::from("b")), std::vector<std::string>{"nonsense"});
  EXPECT_FALSE(compiled.unknown.contains(*SeccompName::from("a")));
}

TEST(CompileFilters, tellsOfEachProfileWhatIsWrong) {
  const TempFolder folder;
  folder.file("a.json", "{}");
  folder.file("big.json", std::string((1U << 20U) + 1, ' '));
  HostConfig config;
  config.seccomp_folder = folder.path("");
  const std::string said = refused([&] { compile_filters(config, naming({"a", "big", "none"})); });
  EXPECT_NE(said.find("a.json\": it is not complete"), std::string::npos) << said;
  EXPECT_NE(said.find("big.json\": it is longer than 1048576 bytes"), std::string::npos) << said;
  EXPECT_NE(said.find("none.json\": No such file or directory (ENOENT)"), std::string::npos) << said;
}

}  // namespace
}  // namespace aahat
