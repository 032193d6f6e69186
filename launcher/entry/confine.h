// The security sequence: from the container's profile into a tenant's hat, proven.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "attr/attr.h"
#include "label/label.h"
#include "plan/filter.h"
#include "plan/plan.h"
#include "rules/words.h"

namespace aahat {

/// The Unix identity to take on before entering: with these groups and none else.
struct Identity {
  uid_t uid;
  gid_t gid;
  std::vector<gid_t> groups;
};

/// What to confine to. Holds all decisions: confine() makes none.
struct Confinement {
  ProfileName profile;
  std::string engine = {};     // a profile that may stand beside it: see require_profile()
  std::optional<HatName> hat;  // none: session=optional, in the profile itself and always under no_new_privs
  std::optional<Identity> identity;  // none: the caller's stays
  std::vector<std::string>
      others;  // labels that must not be reachable; not needed where no_new_privs is set after entry
  Seal seal = Seal::required;
  bool no_new_privs = true;
  std::optional<Filter> filter = {};  // seccomp's, loaded last of all
};

/// Puts this process, of which require_profile() has been asked, into the confinement, or throws Refusal;
/// where no_new_privs is set already, it stacks the hat. after a Refusal the process must not exec. `attr`
/// was opened before (see ProcAttr).
void confine(Attr& attr, const Confinement& to);

/// The confinement that `plan` has for `hat`, or for none. Throws Refusal where this process stands beside an
/// engine's profile, so that the kernel tells no mode of the hat, and it was not in enforce mode when the
/// container started.
Confinement confinement_in(Attr& attr, const Plan& plan, const std::optional<HatName>& hat,
                           const std::optional<Identity>& identity);

/// The labels of all that was loaded below the profile when the container started, for `others`: of tenants
/// without a rule too. Reads the whole table.
std::vector<std::string> loaded_labels(const Plan& plan);

/// Sets groups, gid and uid for good, and checks that they stuck.
void take_identity(const Identity& identity);

}  // namespace aahat
