#include "oci/container.h"

#include <limits>

#include "errors/refusal.h"
#include "file/file.h"
#include "json/json_node.h"

namespace aahat {
namespace {

constexpr const char* state_name = "the container's state";
constexpr std::size_t longest_config = 64UL << 20U;

/// Foreign keys are not looked at, whatever their values are.
Annotations our_annotations(const JsonNode& root) {
  Annotations ours;
  const auto all = root.find("annotations");
  if (!all) return ours;
  for (const JsonMember& member : all->members()) {
    if (!is_meant_for_us(member.key)) continue;
    ours.emplace_hint(ours.end(), member.key, all->text_of(member));  // mostly sorted already
  }
  return ours;
}

std::string absolute(const JsonNode& path) {
  if (!path.line().starts_with('/')) path.refuse("an absolute path");
  return path.line();
}

JsonNode required(const JsonNode& node, const char* key) {
  auto found = node.find(key);
  if (!found) node.refuse("complete: it has no \"" + std::string(key) + "\"");
  return *found;
}

void read_process(const JsonNode& root, ContainerConfig& config) {
  const auto process = root.find("process");
  if (!process) return;
  if (const auto profile = process->find("apparmorProfile")) config.profile = profile->text();
  if (const auto flag = process->find("noNewPrivileges")) config.no_new_privileges = flag->truth();
}

std::string read_root(const JsonNode& root, const std::string& bundle) {
  const JsonNode path = required(required(root, "root"), "path");
  if (path.line().empty()) path.refuse("a path");
  return path.line().starts_with('/') ? path.line() : bundle + '/' + path.line();
}

std::vector<std::string> read_mounts(const JsonNode& root) {
  std::vector<std::string> destinations;
  const auto mounts = root.find("mounts");
  if (!mounts) return destinations;
  for (const JsonNode& mount : mounts->elements()) {
    destinations.push_back(required(mount, "destination").line());
  }
  return destinations;
}

}  // namespace

ContainerState::ContainerState(std::string_view text) : root_(parse_json(text, state_name)) {}

Annotations ContainerState::annotations() const { return our_annotations({root_, state_name}); }

pid_t ContainerState::pid() const {
  const JsonNode pid = required({root_, state_name}, "pid");
  if (pid.integer() <= 0 || pid.integer() > std::numeric_limits<pid_t>::max()) pid.refuse("a process");
  return static_cast<pid_t>(pid.integer());
}

std::string ContainerState::bundle() const { return absolute(required({root_, state_name}, "bundle")); }

ContainerConfig parse_config(std::string_view text, const std::string& bundle) {
  const std::string path = bundle + "/config.json";
  const JsonValue value = parse_json(text, path);
  const JsonNode root(value, path);
  ContainerConfig config;
  config.annotations = our_annotations(root);
  read_process(root, config);
  config.root = read_root(root, bundle);
  config.mounts = read_mounts(root);
  return config;
}

ContainerConfig read_config(const std::string& bundle) {
  const std::string path = bundle + "/config.json";
  const Fd file = open_regular(path);
  return parse_config(read_all(file.get(), longest_config, "read", path), bundle);
}

void expect_same_annotations(const Annotations& state, const Annotations& config) {
  if (state == config) return;
  throw Refusal({"use", "the annotations",
                 "those of the container's state and of its config.json differ under io.aa-hat.",
                 "see that nothing changes config.json after the engine has written it"});
}

}  // namespace aahat
