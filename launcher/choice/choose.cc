#include "choice/choose.h"

#include <algorithm>
#include <string>

#include "attr/enter.h"
#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// Beside an engine's profile only permprofile can be asked about an ordinary hat, and a reload of the policy
/// misleads it. An order must not go on to its next word for that: what was loaded when the container started
/// counts as existing.
bool exists(Attr& attr, const Plan& plan, const HatName& hat) {
  return hat_exists(attr, plan.profile(), hat) || (is_beside_engine(attr) && plan.loaded().find(hat.text()));
}

std::optional<Candidate> first_that_exists(Attr& attr, const Plan& plan,
                                           const std::vector<Candidate>& candidates) {
  for (const Candidate& candidate : candidates) {
    if (!exists(attr, plan, candidate.hat)) continue;
    require_allowed(plan, candidate.hat);
    return candidate;
  }
  return std::nullopt;
}

std::string tried(const std::vector<Candidate>& candidates) {
  std::string out;
  for (const Candidate& candidate : candidates) {
    out +=
        (out.empty() ? "" : ", ") + candidate.hat.text() + " (" + std::string(to_text(*candidate.word)) + ")";
  }
  return out.empty() ? "no word of the order gives a name that a hat can have"
                     : "none of these hats exists: " + out;
}

std::string listed(const std::vector<HatName>& roles) {
  std::string out;
  for (const HatName& role : roles) out += (out.empty() ? "" : ", ") + role.text();
  return out.empty() ? "the user has no roles" : "the roles are " + out;
}

[[noreturn]] void refuse_rule(const std::string& kind, const std::string& name, const Plan& plan,
                              const HatName& hat) {
  throw Refusal(
      {"give a hat to " + kind, name,
       "its rule names hat " + hat.text() + ", which is not loaded; a rule is final",
       "load " + label_of(plan.profile(), hat) + ", or change io.aa-hat." + kind + "." + escaped(name)});
}

}  // namespace

void require_allowed(const Plan& plan, const HatName& hat) {
  if (plan.allows(hat)) return;
  throw Refusal(
      {"use hat", label_of(plan.profile(), hat),
       "the host's configuration does not list it in hats for this container's profile",
       "name another hat, or have the host's administrator change /etc/aa-hat/config.json and start the "
       "container anew"});
}

Candidate choose_for_pool(Attr& attr, const Plan& plan, const Subject& subject) {
  const std::optional<HatName> rule = plan.hat_of_pool(subject.pool);
  const std::vector<Candidate> to_try = candidates(rule, plan.pool_order(), subject);
  if (const auto found = first_that_exists(attr, plan, to_try)) return *found;
  if (rule) refuse_rule("pool", subject.pool, plan, *rule);
  throw Refusal(
      {"give a hat to pool", subject.pool,
       plan.pool_order().empty() ? "it has no rule, and there is no io.aa-hat.pool-order" : tried(to_try),
       "add the annotation io.aa-hat.pool." + escaped(subject.pool) + "=HAT"});
}

std::optional<Candidate> choose_for_user(Attr& attr, const Plan& plan, const Subject& subject) {
  const std::optional<HatName> rule = plan.hat_of_user(subject.user);
  const std::vector<Candidate> to_try = candidates(rule, plan.order(), subject);
  if (auto found = first_that_exists(attr, plan, to_try)) return found;
  if (rule) refuse_rule("user", subject.user, plan, *rule);
  if (plan.session() == Session::optional) return std::nullopt;
  throw Refusal({"give a hat to user", subject.user, tried(to_try),
                 "load one of them, or add the annotation io.aa-hat.user." + escaped(subject.user) + "=HAT"});
}

HatName choose_role(Attr& attr, const Plan& plan, std::string_view user, std::string_view role) {
  const std::vector<HatName> roles = plan.roles_of(user);
  const auto hat =
      std::find_if(roles.begin(), roles.end(), [&](const HatName& one) { return one.text() == role; });
  if (hat == roles.end()) {
    throw Refusal({"take the role", std::string(role), "it is no role of user \"" + escaped(user) + "\"",
                   listed(roles) + " (io.aa-hat.roles." + escaped(user) + ")"});
  }
  require_allowed(plan, *hat);
  if (exists(attr, plan, *hat)) return *hat;
  throw Refusal({"take the role", hat->text(), "its hat is not loaded, and nothing else is tried",
                 "load " + label_of(plan.profile(), *hat)});
}

}  // namespace aahat
