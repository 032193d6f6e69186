// config.json, and what is concluded from it before anything is done.
#include <optional>

#include "checks/container_checks.h"
#include "fuzz.h"
#include "oci/container.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  std::optional<BundleConfig> bundle;
  may_refuse([&] { bundle.emplace(text_of(data, size), "/bundle"); });
  if (!bundle) return 0;
  std::vector<Finding> wrong;
  parse_annotations(bundle->annotations(), wrong);
  std::optional<ContainerConfig> config;
  may_refuse([&] { config = bundle->container(); });
  if (!config) return 0;
  require(config->root.starts_with('/') && config->root.find('\0') == std::string::npos);
  may_refuse([&] { expect_no_seccomp_agent(config->notified); });
  may_refuse([&] { expect_free_place(config->mounts); });
  may_refuse([&] {
    expect_profile(config->profile);
    // From here on it stands on one line of the plan.
    require(!config->profile.empty() && config->profile.find('\n') == std::string::npos);
  });
  return 0;
}
