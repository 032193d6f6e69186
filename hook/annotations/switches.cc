#include "annotations/switches.h"

#include <string>
#include <vector>

#include "errors/refusal.h"

namespace aahat {
namespace {

Finding conflict(const std::string& subject) {
  return {
      "use the annotation", subject,
      "a seccomp profile would meet no-new-privs=false, and without no_new_privs the kernel loads no filter",
      "give the hat the one or the other"};
}

}  // namespace

bool no_new_privs_of(const Rules& rules, const HatName& hat) {
  const auto own = rules.no_new_privs_of.find(hat);
  return own != rules.no_new_privs_of.end() ? own->second : rules.no_new_privs;
}

std::optional<SeccompName> seccomp_of(const Rules& rules, const HatName& hat) {
  const auto own = rules.seccomp_of.find(hat);
  return own != rules.seccomp_of.end() ? own->second : rules.seccomp;
}

void expect_loadable_filters(const Rules& rules) {
  std::vector<Finding> findings;
  // Hats that an order leads to have no switch of their own.
  if (rules.seccomp && !rules.no_new_privs) findings.push_back(conflict("io.aa-hat.seccomp"));
  for (const auto& [hat, profile] : rules.seccomp_of) {
    if (!no_new_privs_of(rules, hat)) findings.push_back(conflict("io.aa-hat.seccomp." + hat.text()));
  }
  for (const auto& [hat, truth] : rules.no_new_privs_of) {
    const bool told_above = rules.seccomp_of.contains(hat) || !rules.no_new_privs;
    if (!truth && rules.seccomp && !told_above) {
      findings.push_back(conflict("io.aa-hat.no-new-privs." + hat.text()));
    }
  }
  refuse_if_any(std::move(findings));
}

}  // namespace aahat
