// The host's configuration; the last line is the name of a profile to look up.
#include <algorithm>
#include <optional>

#include "config/host_config.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::string_view text = text_of(data, size);
  const std::size_t split = std::min(text.rfind('\n'), text.size());
  std::optional<HostConfig> config;
  may_refuse([&] { config = parse_host_config(text.substr(0, split), "config"); });
  // Short, since a glob of many stars is slow on long names: globs are the administrator's own.
  if (config && config->profiles.size() < 4) floor_of(*config, text.substr(split).substr(0, 16));
  return 0;
}
