#include "run/run.h"

#include "choice/choose.h"
#include "entry/become.h"
#include "entry/execute.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

Decision decide(const ByHat& by, const Plan& plan, Attr&) {
  const auto hat = HatName::from(by.hat);
  if (!hat) throw Refusal({"use the hat name", by.hat, std::string(hat_name_grammar()), ""});
  require_allowed(plan, *hat);
  return {hat, std::nullopt};
}

Subject caller() {
  const std::optional<User> user = calling_user();
  return user ? Subject{"", user->name, group_name(user->gid).value_or("")} : Subject{};
}

Decision decide(const ByPool& by, const Plan& plan, Attr& attr) {
  // Only pool-order's words need to know who asks.
  Subject subject = plan.hat_of_pool(by.pool) ? Subject{} : caller();
  subject.pool = by.pool;
  return {choose_for_pool(attr, plan, subject).hat, std::nullopt};
}

Decision decide(const ByUser& by, const Plan& plan, Attr& attr) {
  const User user = user_named(by.user);
  return {hat_of(attr, plan, user, by.role), identity_of(user)};
}

Decision decide(const ByCaller&, const Plan& plan, Attr& attr) {
  return {hat_of(attr, plan, known_calling_user(), std::nullopt), std::nullopt};
}

}  // namespace

void run_command(const Plan& plan, const RunCommand& run) {
  become(plan, [&](Attr& attr) {
    return std::visit([&](const auto& by) { return decide(by, plan, attr); }, run.who);
  });
  execute(run.command.front(), run.command);
}

}  // namespace aahat
