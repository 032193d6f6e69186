#include "checks/verify.h"

#include <set>
#include <vector>

#include "apparmor/loaded_policy.h"
#include "checks/container_checks.h"
#include "config/floor.h"
#include "config/host_config.h"
#include "delivery/launcher_file.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// Every hat that a rule, a role or a switch names.
std::set<HatName> named_hats(const Rules& rules) {
  std::set<HatName> hats;
  for (const auto& [pool, hat] : rules.pools) hats.insert(hat);
  for (const auto& [user, hat] : rules.users) hats.insert(hat);
  for (const auto& [user, roles] : rules.roles) hats.insert(roles.begin(), roles.end());
  for (const auto& [hat, value] : rules.no_new_privs_of) hats.insert(hat);
  for (const auto& [hat, value] : rules.seccomp_of) hats.insert(hat);
  return hats;
}

class Prover {
 public:
  Prover(const HostFiles& files, const std::string& bundle) : files_(files), bundle_(bundle) {}

  Proven prove(const std::optional<Annotations>& state) {
    collect(findings_, expect_rootful);
    collect(findings_, [&] { host_ = load_host_config(files_.config).value_or(HostConfig{}); });
    collect(findings_, [&] { config_ = read_config(bundle_); });
    if (config_) judge_config(state);
    if (host_) collect(findings_, [&] { launcher_ = open_launcher(launcher_path()); });
    if (host_) collect(findings_, [&] { judge_seccomp(); });
    refuse_if_any(std::move(findings_));
    return {std::move(*config_),       *profile_,           std::move(rules_), std::move(word_),
            std::move(unknown_names_), std::move(launcher_)};
  }

 private:
  void judge_config(const std::optional<Annotations>& state) {
    if (state) collect(findings_, [&] { expect_same_annotations(*state, config_->annotations); });
    rules_ = parse_annotations(config_->annotations, findings_);
    collect(findings_, [&] { expect_new_privileges(config_->no_new_privileges, rules_); });
    collect(findings_, [&] { expect_free_place(config_->mounts); });
    collect(findings_, [&] { judge_profile(); });
  }

  void judge_profile() {
    profile_ = expect_profile(config_->profile);
    if (host_) collect(findings_, [&] { judge_floor(); });
    expect_apparmor();
    word_.engine = own_unconfined_profile();
    word_.loaded = expect_enforced(*profile_, named_hats(rules_), {read_loaded, pause_a_little});
  }

  void judge_floor() {
    const Floor& floor = expect_allowed(*host_, config_->profile, rules_);
    word_.hats = floor.hats;
    word_.native = !floor.no_new_privs;
  }

  void judge_seccomp() {
    SeccompFilters compiled = compile_filters(*host_, rules_);
    word_.filters = std::move(compiled.filters);
    unknown_names_ = std::move(compiled.unknown);
  }

  std::string launcher_path() const {
    if (files_.launcher) return *files_.launcher;
    return host_->launcher.value_or(AA_HAT_LAUNCHER);
  }

  const HostFiles& files_;
  const std::string& bundle_;
  std::vector<Finding> findings_;
  std::optional<HostConfig> host_;
  std::optional<ContainerConfig> config_;
  std::optional<ProfileName> profile_;
  Rules rules_;
  HostFacts word_;
  UnknownNames unknown_names_;
  Fd launcher_;
};

}  // namespace

Proven prove(const HostFiles& files, const std::string& bundle, const std::optional<Annotations>& state) {
  return Prover(files, bundle).prove(state);
}

std::vector<std::string> required_profiles(const HostFiles& files) {
  const std::optional<HostConfig> host = load_host_config(files.config);
  return host ? host->require : std::vector<std::string>{};
}

void expect_not_required(const std::vector<std::string>& globs, const ContainerConfig& config) {
  expect_same_annotations({}, config.annotations);
  if (globs.empty()) return;
  const std::string profile = config.profile.empty() ? "unconfined" : config.profile;
  if (!is_plain_label(profile)) {
    throw Refusal({"start without annotations under profile", profile,
                   "the host's config has require, and this is not the plain name of one profile",
                   "name the profile as it is loaded, without blanks around it, or annotate the container"});
  }
  // Who starts in a hat is in the profile, too: out of an ordinary hat all of them can be reached.
  if (!matches(globs, profile) && !matches(globs, profile.substr(0, profile.find("//")))) return;
  throw Refusal(
      {"start without annotations under profile", profile,
       "the host's config lists this profile in require, and the container has no io.aa-hat. annotation",
       "annotate the container (they may be misspelt), or start it under another profile"});
}

}  // namespace aahat
