#include "seccomp/seccomp_json.h"

#include <algorithm>
#include <cerrno>
#include <optional>

#include "errors/refusal.h"
#include "json/json_node.h"
#include "seccomp/seccomp_words.h"

namespace aahat {
namespace {

constexpr std::size_t most_rules = 4096;        // BPF_MAXINSNS: each takes at least one instruction
constexpr std::uint64_t greatest_errno = 4095;  // MAX_ERRNO of linux/err.h: the kernel cuts off what is above

using Findings = std::vector<Finding>;

bool is_absent(const JsonMember& member) { return std::holds_alternative<std::monostate>(member.value.data); }

[[noreturn]] void refuse_key(const std::string& key, const JsonNode& node) {
  if (key == "includes" || key == "excludes" || key == "archMap" || key == "minKernel") {
    node.refuse(
        "a key of OCI's linux.seccomp, but of the form that Docker and podman keep their default in: write "
        "out "
        "the rules that apply");
  }
  if (key == "listenerPath" || key == "listenerMetadata") {
    node.refuse("possible here: nobody would listen");
  }
  node.refuse("a key of OCI's linux.seccomp");
}

/// An action and the errno of its own, or EPERM, as runc has it.
SeccompAction action_with(const JsonNode& action, const std::optional<JsonNode>& error) {
  if (action.text() == "SCMP_ACT_NOTIFY") action.refuse("possible here: nobody would listen");
  const auto kind = seccomp_action(action.text());
  if (!kind) action.refuse("an action (SCMP_ACT_ALLOW, SCMP_ACT_ERRNO, ...)");
  const bool takes_error = carries_errno(*kind);
  if (error && !takes_error) error->refuse("possible with " + action.text());
  const std::uint64_t number = error ? error->natural(greatest_errno) : EPERM;
  return takes_error ? *kind | static_cast<SeccompAction>(number) : *kind;
}

void expect_keys(const JsonNode& node, std::initializer_list<std::string_view> known, Findings& findings) {
  for (const JsonMember& member : node.members()) {
    if (std::find(known.begin(), known.end(), member.key) != known.end() || is_absent(member)) continue;
    collect(findings, [&] { refuse_key(member.key, node.at(member)); });
  }
}

SeccompArgument argument_in(const JsonNode& node, Findings& findings) {
  expect_keys(node, {"index", "value", "valueTwo", "op"}, findings);
  const JsonNode op = node.required("op");
  const auto compare = seccomp_compare(op.text());
  if (!compare) op.refuse("a comparison (SCMP_CMP_EQ, SCMP_CMP_MASKED_EQ, ...)");
  const auto second = node.find("valueTwo");
  const std::uint64_t value_two = second ? second->natural() : 0;
  if (value_two != 0 && *compare != SeccompCompare::masked_eq)
    second->refuse("possible but with SCMP_CMP_MASKED_EQ");
  return {static_cast<unsigned>(node.required("index").natural(5)), *compare,
          node.required("value").natural(), value_two};
}

std::vector<std::string> names_in(const JsonNode& node) {
  std::vector<std::string> names = node.texts();
  if (names.empty()) node.refuse("a list of names: it is empty");
  for (const JsonNode& name : node.elements()) {
    if (name.line().empty()) name.refuse("a name: it is empty");
  }
  return names;
}

SeccompRule rule_in(const JsonNode& node, Findings& findings) {
  expect_keys(node, {"names", "action", "errnoRet", "args"}, findings);
  SeccompRule rule{
      names_in(node.required("names")), action_with(node.required("action"), node.find("errnoRet")), {}};
  const auto arguments = node.find("args");
  if (!arguments) return rule;
  for (const JsonNode& argument : arguments->elements())
    rule.arguments.push_back(argument_in(argument, findings));
  return rule;
}

void expect_few(std::size_t rules, const JsonNode& list) {
  if (rules <= most_rules) return;
  list.refuse("short enough: a filter holds at most " + std::to_string(most_rules) + " rules");
}

void read_rules(const JsonNode& list, SeccompProfile& profile, Findings& findings) {
  const std::vector<JsonNode> elements = list.elements();
  // Before they are read, since each could add messages of its own.
  expect_few(elements.size(), list);
  for (const JsonNode& element : elements) {
    collect(findings, [&] { profile.rules.push_back(rule_in(element, findings)); });
  }
  std::size_t count = 0;
  for (const SeccompRule& rule : profile.rules) count += rule.names.size();
  expect_few(count, list);
}

void read_words(const JsonNode& root, SeccompProfile& profile, Findings& findings) {
  if (const auto list = root.find("architectures")) {
    for (const JsonNode& arch : list->elements()) {
      collect(findings, [&] {
        if (!seccomp_arch(arch.text())) arch.refuse("an architecture (SCMP_ARCH_X86_64, ...)");
        profile.architectures.push_back(arch.text());
      });
    }
  }
  if (const auto list = root.find("flags")) {
    for (const JsonNode& flag : list->elements()) {
      collect(findings, [&] {
        const auto bits = seccomp_flag(flag.text());
        if (!bits) flag.refuse("a flag that can be had here");
        profile.flags |= *bits;
      });
    }
  }
}

}  // namespace

SeccompProfile parse_seccomp(std::string_view text, const std::string& subject) {
  const JsonValue value = parse_json(text, subject);
  const JsonNode root(value, subject);
  SeccompProfile profile;
  Findings findings;
  expect_keys(root, {"defaultAction", "defaultErrnoRet", "architectures", "flags", "syscalls"}, findings);
  collect(findings, [&] {
    profile.default_action = action_with(root.required("defaultAction"), root.find("defaultErrnoRet"));
  });
  collect(findings, [&] { read_words(root, profile, findings); });
  collect(findings, [&] {
    if (const auto rules = root.find("syscalls")) read_rules(*rules, profile, findings);
  });
  refuse_if_any(std::move(findings));
  return profile;
}

}  // namespace aahat
