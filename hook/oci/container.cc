#include "oci/container.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "errors/refusal.h"
#include "file/file.h"
#include "json/json_node.h"

namespace aahat {
namespace {

constexpr const char* state_name = "the container's state";
constexpr std::size_t longest_config = 64UL << 20U;

/// crun's own: a BPF program in the place of linux.seccomp, and who receives or answers what a filter hands
/// to user space.
constexpr std::array<std::string_view, 3> keys_of_raw_filters{
    "run.oci.seccomp.plugins", "run.oci.seccomp.receiver", "run.oci.seccomp_bpf_data"};

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

std::string read_profile(const JsonNode& root) {
  const auto process = root.find("process");
  const auto profile = process ? process->find("apparmorProfile") : std::nullopt;
  return profile ? profile->text() : "";
}

bool read_no_new_privileges(const JsonNode& root) {
  const auto process = root.find("process");
  const auto flag = process ? process->find("noNewPrivileges") : std::nullopt;
  return flag && flag->truth();
}

std::string read_root(const JsonNode& root, const std::string& bundle) {
  const JsonNode path = root.required("root").required("path");
  if (path.line().empty()) path.refuse("a path");
  return path.line().starts_with('/') ? path.line() : bundle + '/' + path.line();
}

std::vector<std::string> read_mounts(const JsonNode& root) {
  std::vector<std::string> destinations;
  const auto mounts = root.find("mounts");
  if (!mounts) return destinations;
  for (const JsonNode& mount : mounts->elements()) {
    destinations.push_back(mount.required("destination").line());
  }
  return destinations;
}

/// The member `key` of `value`, or null where there is none, or `value` is no object.
const JsonValue* member(const JsonValue* value, std::string_view key) {
  const auto* const object = value != nullptr ? std::get_if<JsonObject>(&value->data) : nullptr;
  if (object == nullptr) return nullptr;
  const auto found = std::find_if(object->begin(), object->end(),
                                  [&](const JsonMember& member) { return member.key == key; });
  return found != object->end() ? &found->value : nullptr;
}

/// The elements of `value`; none where it is no list.
const JsonArray& elements(const JsonValue* value) {
  static const JsonArray none;
  const auto* const array = value != nullptr ? std::get_if<JsonArray>(&value->data) : nullptr;
  return array != nullptr ? *array : none;
}

bool is_notify(const JsonValue* action) {
  const auto* const text = action != nullptr ? std::get_if<std::string>(&action->data) : nullptr;
  return text != nullptr && *text == "SCMP_ACT_NOTIFY";
}

/// Without JsonNode, which refuses other types: whether linux.seccomp is valid is the runtime's business.
NotifiedCalls read_notified(const JsonValue& root) {
  const JsonValue* const seccomp = member(member(&root, "linux"), "seccomp");
  NotifiedCalls notified;
  notified.by_default = is_notify(member(seccomp, "defaultAction"));
  for (const JsonValue& rule : elements(member(seccomp, "syscalls"))) {
    if (!is_notify(member(&rule, "action"))) continue;
    for (const JsonValue& name : elements(member(&rule, "names"))) {
      if (const auto* const text = std::get_if<std::string>(&name.data)) notified.names.push_back(*text);
    }
  }
  return notified;
}

std::vector<std::string> read_raw_filters(const JsonValue& root) {
  const JsonValue* const annotations = member(&root, "annotations");
  std::vector<std::string> found;
  for (const std::string_view key : keys_of_raw_filters) {
    if (member(annotations, key) != nullptr) found.emplace_back(key);
  }
  return found;
}

}  // namespace

ContainerState::ContainerState(std::string_view text) : root_(parse_json(text, state_name)) {}

Annotations ContainerState::annotations() const { return our_annotations({root_, state_name}); }

pid_t ContainerState::pid() const {
  const JsonNode pid = JsonNode(root_, state_name).required("pid");
  if (pid.integer() <= 0 || pid.integer() > std::numeric_limits<pid_t>::max()) pid.refuse("a process");
  return static_cast<pid_t>(pid.integer());
}

std::string ContainerState::bundle() const {
  return JsonNode(root_, state_name).required("bundle").absolute_path();
}

BundleConfig::BundleConfig(std::string_view text, std::string bundle)
    : bundle_(std::move(bundle)),
      path_(bundle_ + "/config.json"),
      root_(parse_json(text, path_)),
      annotations_(our_annotations({root_, path_})) {}

BundleConfig BundleConfig::read(const std::string& bundle) {
  const std::string path = bundle + "/config.json";
  const Fd file = open_regular(path);
  return {read_all(file.get(), longest_config, "read", path), bundle};
}

std::string BundleConfig::profile() const { return read_profile({root_, path_}); }

ContainerConfig BundleConfig::container() const {
  const JsonNode root(root_, path_);
  return {read_profile(root), read_no_new_privileges(root), read_root(root, bundle_),
          read_mounts(root),  read_notified(root_),         read_raw_filters(root_)};
}

void expect_same_annotations(const Annotations& state, const Annotations& config) {
  if (state == config) return;
  throw Refusal({"use", "the annotations",
                 "those of the container's state and of its config.json differ under io.aa-hat.",
                 "see that nothing changes config.json after the engine has written it"});
}

}  // namespace aahat
