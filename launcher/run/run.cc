#include "run/run.h"

#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "entry/confine.h"
#include "entry/execute.h"
#include "entry/warn.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

struct Decision {
  std::optional<HatName> hat;                       // none: session=optional
  std::optional<Identity> identity = std::nullopt;  // none: the caller's stays
};

Decision decide(const ByHat& by, const Chooser& choose) {
  const auto hat = HatName::from(by.hat);
  if (!hat) throw Refusal({"use the hat name", by.hat, std::string(hat_name_grammar()), ""});
  choose.require_allowed(*hat);
  return {hat};
}

Decision decide(const ByPool& by, const Chooser& choose) {
  // Only the words of pool-order need to know who calls.
  const auto user = [] {
    const auto caller = calling_user();
    return caller ? caller->name : "";
  };
  const auto group = [] {
    const auto caller = calling_user();
    return caller ? group_name(caller->gid).value_or("") : "";
  };
  return {choose.for_pool({by.pool, user, group}).hat};
}

Decision decide(const ByUser& by, const Chooser& choose) {
  const User user = user_named(by.user);
  return {hat_of(choose, user, by.role), Identity{user.uid, user.gid, groups_of(user)}};
}

Decision decide(const ByCaller&, const Chooser& choose) {
  return {hat_of(choose, known_calling_user(), std::nullopt)};
}

}  // namespace

void run_command(const Plan& plan, const RunCommand& run) {
  ProcAttr attr;  // opened while we may: after setuid the attr file belongs to root
  const Start start = start_in_profile(attr, plan);
  const Chooser choose(attr, plan, start);
  const Decision to = std::visit([&](const auto& by) { return decide(by, choose); }, run.who);
  if (!to.hat) warn_without_hat();
  confine(attr, confinement_in(plan, start, to.hat, to.identity));
  execute(run.command.front(), run.command);
}

}  // namespace aahat
