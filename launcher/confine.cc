#include "confine.h"

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>

#include "enter.h"
#include "refusal.h"

namespace aahat {
namespace {

void require_done(int result, const char* action) {
  if (result != 0) {
    throw Refusal(
        {action, "", errno_text(errno), "--user needs the container's root with CAP_SETUID and CAP_SETGID"});
  }
}

void set_no_new_privs(Attr& attr) {
  const int error = attr.set_no_new_privs();
  if (error != 0) throw Refusal({"set no_new_privs", "", errno_text(error), ""});
}

}  // namespace

std::vector<std::string> loaded_labels(const Plan& plan) {
  std::vector<std::string> labels;
  plan.loaded().for_each([&](std::string_view name, std::string_view) {
    labels.push_back(std::string(plan.profile()) + "//" + std::string(name));
  });
  return labels;
}

void take_identity(const Identity& identity) {
  require_done(setgroups(identity.groups.size(), identity.groups.data()), "set the groups");
  require_done(setresgid(identity.gid, identity.gid, identity.gid), "set the gid");
  require_done(setresuid(identity.uid, identity.uid, identity.uid), "set the uid");
  // A user who is not root must have no way back to it.
  if (identity.uid != 0 && setuid(0) == 0)
    throw Refusal({"give up root", "", "setuid(0) still succeeds", ""});
}

// The whole confinement, in the one order that holds: see design notes in docs/architecture.md.
void confine(Attr& attr, const Confinement& to) {
  require_clear_no_new_privs(attr);
  if (to.identity) take_identity(*to.identity);
  if (!to.hat) return set_no_new_privs(attr);
  enter(attr, to.profile, *to.hat);
  require_hat(attr, to.profile, *to.hat);
  if (to.no_new_privs) set_no_new_privs(attr);
  if (to.seal == Seal::required) {
    prove_seal(attr, to.profile, *to.hat,
               to.no_new_privs ? NoNewPrivs::set_after_entry : NoNewPrivs::never_set, to.others);
  }
}

}  // namespace aahat
