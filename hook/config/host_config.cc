#include "config/host_config.h"

#include <fcntl.h>
#include <unistd.h>

#include "config/trusted_file.h"
#include "errors/escape.h"
#include "errors/refusal.h"
#include "json/json_node.h"

namespace aahat {
namespace {

constexpr std::size_t longest_config = 1UL << 20U;

template <typename Word>
Word word(const JsonNode& node, std::optional<Word> (*read)(std::string_view), const char* words) {
  const std::optional<Word> found = read(node.text());
  if (!found) node.refuse(words);
  return *found;
}

Globs globs(const JsonNode& node) {
  for (const JsonNode& glob : node.elements()) {
    if (glob.line().empty()) glob.refuse("a glob: it is empty");
  }
  return node.texts();
}

void read_floor_key(const std::string& key, const JsonNode& node, Floor& floor) {
  if (key == "hats") {
    floor.hats = globs(node);
  } else if (key == "session") {
    floor.session = word(node, session_word, "\"required\" or \"optional\"");
  } else if (key == "seal") {
    floor.seal = word(node, seal_word, "\"required\" or \"off\"");
  } else if (key == "listen") {
    floor.listen = word(node, listen_word, "\"private\" or \"shared\"");
  } else if (key == "noNewPrivs") {
    floor.no_new_privs = node.truth();
  } else if (key == "seccomp") {
    floor.seccomp = globs(node);
  } else if (key == "templates") {
    floor.templates = globs(node);
  } else {
    node.refuse("a key that this version knows");
  }
}

Floor read_floor(const JsonNode& entry, std::vector<Finding>& findings) {
  Floor floor;
  for (const JsonMember& member : entry.members()) {
    collect(findings, [&] { read_floor_key(member.key, entry.at(member), floor); });
  }
  return floor;
}

void read_profiles(const JsonNode& profiles, HostConfig& config, std::vector<Finding>& findings) {
  config.profiles.clear();
  for (const JsonMember& member : profiles.members()) {
    collect(findings,
            [&] { config.profiles.emplace_back(member.key, read_floor(profiles.at(member), findings)); });
  }
}

void read_key(const std::string& key, const JsonNode& node, HostConfig& config,
              std::vector<Finding>& findings) {
  if (key == "profiles") {
    read_profiles(node, config, findings);
  } else if (key == "require") {
    config.require = globs(node);
  } else if (key == "seccompFolder") {
    config.seccomp_folder = node.absolute_path();
  } else if (key == "launcher") {
    config.launcher = node.absolute_path();
  } else {
    node.refuse("a key that this version knows");
  }
}

/// A dangling link counts as existing: it is a mistake, and not a request for the defaults.
bool exists(const char* path) { return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0; }

}  // namespace

HostConfig parse_host_config(std::string_view text, const std::string& subject) {
  const JsonValue value = parse_json(text, subject, JsonComments::allowed);
  const JsonNode root(value, subject);
  HostConfig config;
  std::vector<Finding> findings;
  for (const JsonMember& member : root.members()) {
    collect(findings, [&] { read_key(member.key, root.at(member), config, findings); });
  }
  refuse_if_any(std::move(findings));
  return config;
}

std::optional<HostConfig> load_host_config(const std::optional<std::string>& named) {
  if (!named && !exists(host_config_path)) return std::nullopt;
  const std::string path = named.value_or(host_config_path);
  const TrustedFile file = open_trusted(path, "read");
  return parse_host_config(read_all(file.fd.get(), longest_config, "read", path), path);
}

const std::pair<std::string, Floor>* floor_of(const HostConfig& config, std::string_view profile) {
  for (const auto& entry : config.profiles) {
    if (matches({entry.first}, profile)) return &entry;
  }
  return nullptr;
}

}  // namespace aahat
