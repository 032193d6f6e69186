// The security sequence: from the container's profile into a tenant's hat, proven.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entry/identity.h"
#include "entry/seal.h"
#include "entry/start.h"
#include "plan/plan.h"

namespace aahat {

/// What to confine to. It holds all decisions: confine() makes none, and can be given to a child process.
struct Confinement {
  Start start;
  std::optional<HatName> hat;        // none: session=optional, in the profile itself
  std::optional<Identity> identity;  // the Unix identity to take on before entering; none: the caller's stays
  bool no_new_privs = true;          // to be set after entry
  SealProof seal = SealProof::none;
  std::vector<std::string> others;  // for prove_seal()
  std::optional<Filter> filter;     // seccomp's, loaded last of all
};

/// The confinement that `plan` has for `hat`, or for none: then always under no_new_privs. Throws Refusal
/// where the start is beside an engine's profile, so that the kernel tells no mode of the hat, and the hat
/// was not in enforce mode when the container started.
Confinement confinement_in(const Plan& plan, const Start& start, const std::optional<HatName>& hat,
                           const std::optional<Identity>& identity = std::nullopt);

/// Puts this process into the confinement, or throws Refusal; then it must not exec. `attr` was opened before
/// (see ProcAttr).
void confine(Attr& attr, const Confinement& to);

/// The labels of all that was loaded below the profile when the container started, for `others`: of tenants
/// without a rule too. Reads the whole table.
std::vector<std::string> loaded_labels(const Plan& plan);

}  // namespace aahat
