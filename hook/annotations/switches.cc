#include "annotations/switches.h"

#include <set>
#include <string>
#include <vector>

#include "annotations/wrong_key.h"

namespace aahat {
namespace {

template <typename Value>
const Value* find(const std::map<HatName, Value>& values, const HatName& hat) {
  const auto found = values.find(hat);
  return found != values.end() ? &found->second : nullptr;
}

/// Every hat that has a switch of its own.
std::set<HatName> hats_with_switches(const Rules& rules) {
  std::set<HatName> hats;
  for (const auto& [hat, value] : rules.no_new_privs_of) hats.insert(hat);
  for (const auto& [hat, value] : rules.seccomp_of) hats.insert(hat);
  return hats;
}

Finding conflict(const std::string& subject) {
  return {
      "use the annotation", subject,
      "a seccomp profile would meet no-new-privs=false, and without no_new_privs the kernel loads no filter",
      "give the hat the one or the other"};
}

}  // namespace

bool no_new_privs_of(const Rules& rules, const HatName& hat) {
  const bool* const own = find(rules.no_new_privs_of, hat);
  return own != nullptr ? *own : rules.no_new_privs;
}

std::optional<SeccompName> seccomp_of(const Rules& rules, const HatName& hat) {
  const SeccompName* const own = find(rules.seccomp_of, hat);
  return own != nullptr ? std::optional(*own) : rules.seccomp;
}

void expect_loadable_filters(const Rules& rules) {
  std::vector<Finding> findings;
  // Hats that an order leads to have no switch of their own.
  if (rules.seccomp && !rules.no_new_privs) findings.push_back(conflict("io.aa-hat.seccomp"));
  for (const HatName& hat : hats_with_switches(rules)) {
    if (!seccomp_of(rules, hat) || no_new_privs_of(rules, hat)) continue;
    if (rules.seccomp_of.contains(hat)) {
      findings.push_back(conflict("io.aa-hat.seccomp." + hat.text()));
    } else if (rules.no_new_privs) {
      findings.push_back(conflict("io.aa-hat.no-new-privs." + hat.text()));
    }
  }
  refuse_if_any(std::move(findings));
}

}  // namespace aahat
