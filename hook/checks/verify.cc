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

class Verifier {
 public:
  Verifier(const HostFiles& files, const BundleConfig& bundle) : files_(files), bundle_(bundle) {}

  VerifiedContainer verify(const std::optional<Annotations>& state) {
    collect(findings_, expect_rootful);
    collect(findings_, [&] { host_config_ = load_host_config(files_.config).value_or(HostConfig{}); });
    if (state) collect(findings_, [&] { expect_same_annotations(*state, bundle_.annotations()); });
    rules_ = parse_annotations(bundle_.annotations(), findings_);
    collect(findings_, [&] { config_ = bundle_.container(); });
    if (config_) check_config();
    if (host_config_) collect(findings_, [&] { launcher_ = open_launcher(launcher_path()); });
    if (host_config_) collect(findings_, [&] { compile_seccomp_profiles(); });
    refuse_if_any(std::move(findings_));
    return {std::move(*config_),       *profile_,           std::move(rules_), std::move(host_),
            std::move(unknown_names_), std::move(launcher_)};
  }

 private:
  void check_config() {
    collect(findings_, [&] { expect_new_privileges(config_->no_new_privileges, rules_); });
    collect(findings_, [&] { expect_free_place(config_->mounts); });
    collect(findings_, [&] { expect_no_seccomp_agent(config_->notified); });
    collect(findings_, [&] { expect_no_raw_filters(config_->raw_filters); });
    collect(findings_, [&] { check_profile(); });
  }

  void check_profile() {
    profile_ = expect_profile(config_->profile);
    if (host_config_) collect(findings_, [&] { check_floor(); });
    expect_apparmor();
    host_.engine = own_unconfined_profile();
    host_.loaded = expect_enforced(*profile_, named_hats(rules_), {read_loaded, pause_a_little});
  }

  void check_floor() {
    const Floor& floor = expect_allowed(*host_config_, profile_->text(), rules_);
    host_.hats = floor.hats;
    host_.native = !floor.no_new_privs;
  }

  void compile_seccomp_profiles() {
    SeccompFilters compiled = compile_filters(*host_config_, rules_);
    host_.filters = std::move(compiled.filters);
    unknown_names_ = std::move(compiled.unknown);
  }

  std::string launcher_path() const {
    if (files_.launcher) return *files_.launcher;
    return host_config_->launcher.value_or(AA_HAT_LAUNCHER);
  }

  const HostFiles& files_;
  const BundleConfig& bundle_;
  std::vector<Finding> findings_;
  std::optional<HostConfig> host_config_;
  std::optional<ContainerConfig> config_;
  std::optional<ProfileName> profile_;
  Rules rules_;
  HostFacts host_;
  UnknownNames unknown_names_;
  Fd launcher_;
};

}  // namespace

VerifiedContainer verify_container(const HostFiles& files, const BundleConfig& bundle,
                                   const std::optional<Annotations>& state) {
  return Verifier(files, bundle).verify(state);
}

void expect_not_required(const HostFiles& files, const BundleConfig& bundle) {
  const std::optional<HostConfig> host = load_host_config(files.config);
  if (!host || host->require.empty()) return;
  const std::string named = bundle.profile();
  const std::string profile = named.empty() ? "unconfined" : named;
  if (!is_plain_label(profile)) {
    throw Refusal({"start without annotations under profile", profile,
                   "the host's config has require, and this is not the plain name of one profile",
                   "name the profile as it is loaded, without blanks around it, or annotate the container"});
  }
  // A container that starts in a hat is in the profile too: from an ordinary hat all others can be reached.
  if (!matches(host->require, profile) && !matches(host->require, profile.substr(0, profile.find("//"))))
    return;
  throw Refusal(
      {"start without annotations under profile", profile,
       "the host's config lists this profile in require, and the container has no io.aa-hat. annotation",
       "annotate the container (they may be misspelt), or start it under another profile"});
}

}  // namespace aahat
