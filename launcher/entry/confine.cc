#include "entry/confine.h"

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>

#include "attr/enter.h"
#include "attr/seal.h"
#include "entry/load_filter.h"
#include "errors/refusal.h"

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

/// Asked where the kernel does not tell the mode.
void require_enforced_at_start(const Plan& plan, const HatName& hat) {
  const auto mode = plan.loaded().find(hat.text());
  if (mode == "enforce") return;
  throw Refusal({"trust hat", label_of(plan.profile(), hat),
                 "beside the label of the engine the kernel does not tell its mode, and it was not in "
                 "enforce mode when "
                 "the container started",
                 "load it in enforce mode, and start the container anew"});
}

NoNewPrivs since_when(Entry entry, bool set_after_entry) {
  if (entry == Entry::stack) return NoNewPrivs::set_before_entry;
  return set_after_entry ? NoNewPrivs::set_after_entry : NoNewPrivs::never_set;
}

}  // namespace

Confinement confinement_in(Attr& attr, const Plan& plan, const std::optional<HatName>& hat,
                           const std::optional<Identity>& identity) {
  if (hat && is_beside_engine(attr)) require_enforced_at_start(plan, *hat);
  const bool no_new_privs = !hat || plan.no_new_privs(*hat);
  const bool must_ask = !no_new_privs || entry_for(attr) == Entry::stack;
  return {.profile = plan.profile(),
          .engine = std::string(plan.engine()),
          .hat = hat,
          .identity = identity,
          .others = must_ask ? loaded_labels(plan) : std::vector<std::string>{},
          .seal = plan.seal(),
          .no_new_privs = no_new_privs,
          .filter = plan.filter(hat)};
}

std::vector<std::string> loaded_labels(const Plan& plan) {
  std::vector<std::string> labels;
  plan.loaded().for_each(
      [&](std::string_view name, std::string_view) { labels.push_back(label_of(plan.profile(), name)); });
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
  const Entry entry = entry_for(attr);
  if (to.identity) take_identity(*to.identity);
  if (to.hat) {
    enter(attr, to.profile, *to.hat, entry);
    require_hat(attr, to.profile, *to.hat, entry, to.engine);
  }
  if (to.no_new_privs || !to.hat) set_no_new_privs(attr);
  if (to.hat && to.seal == Seal::required) {
    prove_seal(attr, to.profile, *to.hat, since_when(entry, to.no_new_privs), to.others);
  }
  // Its helper process ends while no filter decides over that, and our questions are asked.
  attr.close();
  if (to.filter) load_filter(to.filter->code, to.filter->flags);
}

}  // namespace aahat
