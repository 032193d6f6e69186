#include "seccomp/seccomp_filters.h"

#include <set>

#include "config/trusted_file.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "seccomp/compile.h"
#include "seccomp/seccomp_json.h"

namespace aahat {
namespace {

constexpr std::size_t longest_profile = 1UL << 20U;

std::set<SeccompName> named_profiles(const Rules& rules) {
  std::set<SeccompName> names;
  if (rules.seccomp) names.insert(*rules.seccomp);
  for (const auto& [hat, name] : rules.seccomp_of) names.insert(name);
  return names;
}

void compile(const HostConfig& config, const SeccompName& name, SeccompFilters& out) {
  const std::string path = config.seccomp_folder + '/' + name.text() + ".json";
  const TrustedFile file = open_trusted(path, "read");
  const SeccompProfile profile = parse_seccomp(read_all(file.fd.get(), longest_profile, "read", path), path);
  CompiledSeccomp compiled = compile_seccomp(profile, path);
  out.filters.emplace(name, Filter{std::move(compiled.code), profile.flags});
  if (!compiled.unknown.empty()) out.unknown.emplace(name, std::move(compiled.unknown));
}

}  // namespace

SeccompFilters compile_filters(const HostConfig& config, const Rules& rules) {
  SeccompFilters out;
  std::vector<Finding> findings;
  for (const SeccompName& name : named_profiles(rules)) {
    collect(findings, [&] { compile(config, name, out); });
  }
  refuse_if_any(std::move(findings));
  return out;
}

}  // namespace aahat
