#include "config/floor.h"

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// The rules of a container against one entry of the configuration.
struct FloorCheck {
  const std::string& glob;
  const Floor& floor;
  std::vector<Finding> findings;

  std::string entry() const { return "the entry \"" + escaped(glob) + "\" of the host's config"; }

  void too_weak(const std::string& key, std::string_view value, const std::string& config_key,
                std::string_view floor_value) {
    findings.push_back({"allow", key + '=' + std::string(value),
                        entry() + " has " + config_key + ' ' + std::string(floor_value) + " for this profile",
                        "remove the annotation, or change that entry"});
  }

  void hats(const std::string& prefix, const HatBySubject& rules) {
    for (const auto& [subject, hat] : rules) {
      if (matches(floor.hats, hat.text())) continue;
      findings.push_back({"allow", prefix + subject + '=' + hat.text(),
                          entry() + " does not list that hat in hats",
                          "name another hat, or change that entry"});
    }
  }

  void roles(const RolesByUser& roles) {
    for (const auto& [user, hats_of_user] : roles) {
      for (const HatName& hat : hats_of_user) hats("io.aa-hat.roles.", {{user, hat}});
    }
  }

  void seccomp(const std::string& key, const SeccompName& name) {
    if (matches(floor.seccomp, name.text())) return;
    findings.push_back({"allow", key + '=' + name.text(), entry() + " does not list that profile in seccomp",
                        "name another profile, or change that entry"});
  }

  void seccomp(const Rules& rules) {
    if (rules.seccomp) seccomp("io.aa-hat.seccomp", *rules.seccomp);
    for (const auto& [hat, name] : rules.seccomp_of) seccomp("io.aa-hat.seccomp." + hat.text(), name);
  }

  void no_new_privs(const Rules& rules) {
    const std::string key = "io.aa-hat.no-new-privs";
    if (!rules.no_new_privs) too_weak(key, "false", "noNewPrivs", "true");
    for (const auto& [hat, value] : rules.no_new_privs_of) {
      if (!value) too_weak(key + '.' + hat.text(), "false", "noNewPrivs", "true");
    }
  }

  void words(const Rules& rules) {
    if (rules.session == Session::optional && floor.session == Session::required) {
      too_weak("io.aa-hat.session", to_text(rules.session), "session", to_text(floor.session));
    }
    if (rules.seal == Seal::off && floor.seal == Seal::required) {
      too_weak("io.aa-hat.seal", to_text(rules.seal), "seal", to_text(floor.seal));
    }
    if (rules.listen == Listen::shared && floor.listen == Listen::confined) {
      too_weak("io.aa-hat.listen", to_text(rules.listen), "listen", to_text(floor.listen));
    }
  }
};

}  // namespace

const Floor& expect_allowed(const HostConfig& config, std::string_view profile, const Rules& rules) {
  const auto* const entry = floor_of(config, profile);
  if (entry == nullptr) {
    throw Refusal({"allow profile", std::string(profile),
                   "no entry in profiles of the host's config matches it",
                   "add one, or start the container under another profile"});
  }
  FloorCheck check{entry->first, entry->second, {}};
  check.hats("io.aa-hat.pool.", rules.pools);
  check.hats("io.aa-hat.user.", rules.users);
  check.roles(rules.roles);
  check.words(rules);
  check.seccomp(rules);
  if (entry->second.no_new_privs) check.no_new_privs(rules);
  refuse_if_any(std::move(check.findings));
  return entry->second;
}

}  // namespace aahat
