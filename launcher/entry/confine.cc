#include "entry/confine.h"

#include "entry/enter.h"
#include "entry/load_filter.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// Asked where the kernel does not tell the mode.
void require_enforced_at_start(const Plan& plan, const HatName& hat) {
  const auto mode = plan.loaded().find(hat.text());
  if (mode == "enforce") return;
  throw Refusal(
      {"trust hat", label_of(plan.profile(), hat),
       "beside the label of the engine the kernel does not tell its mode, and it was not in enforce mode "
       "when the container started",
       "load it in enforce mode, and start the container anew"});
}

SealProof proof_for(Seal seal, Entry entry, bool no_new_privs) {
  if (seal == Seal::off) return SealProof::none;
  if (entry == Entry::stack) return SealProof::stack;
  return no_new_privs ? SealProof::no_new_privs : SealProof::child_profile;
}

/// Asked afterwards: a seccomp filter could let the call return 0 without an effect, but not the question
/// return 1.
void set_no_new_privs(Attr& attr) {
  const int error = attr.set_no_new_privs();
  if (error != 0) throw Refusal({"set no_new_privs", "", errno_text(error), ""});
  if (!attr.no_new_privs()) throw Refusal({"set no_new_privs", "", "it did not stay set", ""});
}

}  // namespace

Confinement confinement_in(const Plan& plan, const Start& start, const std::optional<HatName>& hat,
                           const std::optional<Identity>& identity) {
  Confinement to{.start = start, .hat = hat, .identity = identity, .others = {}, .filter = plan.filter(hat)};
  if (!hat) return to;
  if (start.beside_engine) require_enforced_at_start(plan, *hat);
  to.no_new_privs = plan.no_new_privs(*hat);
  to.seal = proof_for(plan.seal(), start.entry, to.no_new_privs);
  if (to.seal == SealProof::child_profile || to.seal == SealProof::stack) to.others = loaded_labels(plan);
  return to;
}

std::vector<std::string> loaded_labels(const Plan& plan) {
  std::vector<std::string> labels;
  plan.loaded().for_each(
      [&](std::string_view name, std::string_view) { labels.push_back(label_of(plan.profile(), name)); });
  return labels;
}

// The whole confinement, in the one order that holds: docs/architecture.md has the reason of each step's
// place. From entry on other processes of the tenant can see this one, and signal it where their hat says so.
// They can stop it or end it, and nothing else: it is not dumpable (ProcAttr), and nothing that it reads is
// theirs.
void confine(Attr& attr, const Confinement& to) {
  if (to.identity) {
    take_identity(*to.identity);
    attr.uid_changed();
  }
  if (to.hat) {
    enter(attr, to.start, *to.hat);
    require_hat(attr, to.start, *to.hat);
  }
  if (to.no_new_privs) set_no_new_privs(attr);
  if (to.hat) prove_seal(attr, to.start, *to.hat, to.seal, to.others);
  // Its helper process ends while no filter decides over that, and our questions are asked.
  attr.close();
  if (to.filter) load_filter(to.filter->code, to.filter->flags);
}

}  // namespace aahat
