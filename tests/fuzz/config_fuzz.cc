// config.json, and what is concluded from it before anything is done.
#include <optional>

#include "checks/container_checks.h"
#include "fuzz.h"
#include "oci/container.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  std::optional<ContainerConfig> config;
  may_refuse([&] { config = parse_config(text_of(data, size), "/bundle"); });
  if (!config) return 0;
  require(config->root.starts_with('/') && config->root.find('\0') == std::string::npos);
  std::vector<Finding> wrong;
  parse_annotations(config->annotations, wrong);
  may_refuse([&] { expect_free_place(config->mounts); });
  may_refuse([&] {
    expect_profile(config->profile);
    // From here on it stands on one line of the plan.
    require(!config->profile.empty() && config->profile.find('\n') == std::string::npos);
  });
  return 0;
}
