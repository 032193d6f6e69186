#include "choice/choose.h"

#include <syslog.h>

#include <algorithm>

#include "entry/identity.h"
#include "errors/escape.h"
#include "errors/refusal.h"
#include "file/log.h"

namespace aahat {
namespace {

constexpr std::string_view fallback_hat = "DEFAULT";

std::string known(const Subject::Name& name) { return name ? name() : ""; }

std::string name_for(OrderWord word, const Subject& subject) {
  switch (word) {
    case OrderWord::pool:
      return subject.pool;
    case OrderWord::user:
      return known(subject.user);
    case OrderWord::group:
      return known(subject.primary_group);
    case OrderWord::fallback:
      return std::string(fallback_hat);
  }
  return {};
}

std::optional<HatName> hat_for(OrderWord word, const Subject& subject) {
  const std::string name = name_for(word, subject);
  // Whoever can name a pool, user or group in the image must not get into the hat of all the others.
  if (word != OrderWord::fallback && name == fallback_hat) return std::nullopt;
  return HatName::from(name);
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

std::vector<Candidate> candidates(const std::optional<HatName>& rule, const Order& order,
                                  const Subject& subject) {
  if (rule) return {Candidate{*rule, std::nullopt}};
  std::vector<Candidate> out;
  for (const OrderWord word : order) {
    if (const auto hat = hat_for(word, subject)) out.push_back({*hat, word});
  }
  return out;
}

Subject subject_of(const User& user) {
  return {"", [&] { return user.name; }, [&] { return group_name(user.gid).value_or(""); }};
}

/// Beside an engine's profile only permprofile can be asked about an ordinary hat, and a reload of the policy
/// misleads it. An order must not go on to its next word for that: what was loaded when the container started
/// counts as existing.
bool Chooser::exists(const HatName& hat) const {
  const auto known = known_.find(hat);
  if (known != known_.end()) return known->second;
  const bool found =
      hat_exists(attr_, start_.profile, hat) || (start_.beside_engine && plan_.loaded().find(hat.text()));
  return known_.emplace(hat, found).first->second;
}

std::optional<Candidate> Chooser::first_that_exists(const std::vector<Candidate>& candidates) const {
  for (const Candidate& candidate : candidates) {
    if (!exists(candidate.hat)) continue;
    require_allowed(candidate.hat);
    return candidate;
  }
  return std::nullopt;
}

void Chooser::require_allowed(const HatName& hat) const {
  if (plan_.allows(hat)) return;
  throw Refusal(
      {"use hat", label_of(start_.profile, hat),
       "the host's configuration does not list it in hats for this container's profile",
       "name another hat, or have the host's administrator change /etc/aa-hat/config.json and start the "
       "container anew"});
}

Candidate Chooser::for_pool(const Subject& subject) const {
  const std::optional<HatName> rule = plan_.hat_of_pool(subject.pool);
  const std::vector<Candidate> to_try = candidates(rule, plan_.pool_order(), subject);
  if (const auto found = first_that_exists(to_try)) return *found;
  if (rule) refuse_rule("pool", subject.pool, plan_, *rule);
  throw Refusal(
      {"give a hat to pool", subject.pool,
       plan_.pool_order().empty() ? "it has no rule, and there is no io.aa-hat.pool-order" : tried(to_try),
       "add the annotation io.aa-hat.pool." + escaped(subject.pool) + "=HAT"});
}

std::optional<Candidate> Chooser::for_user(const std::string& name, const Subject& subject) const {
  const std::optional<HatName> rule = plan_.hat_of_user(name);
  const std::vector<Candidate> to_try = candidates(rule, plan_.order(), subject);
  if (auto found = first_that_exists(to_try)) return found;
  if (rule) refuse_rule("user", name, plan_, *rule);
  if (plan_.session() == Session::optional) return std::nullopt;
  throw Refusal({"give a hat to user", name, tried(to_try),
                 "load one of them, or add the annotation io.aa-hat.user." + escaped(name) + "=HAT"});
}

HatName Chooser::role(std::string_view name, std::string_view role) const {
  const std::vector<HatName> roles = plan_.roles_of(name);
  const auto hat =
      std::find_if(roles.begin(), roles.end(), [&](const HatName& one) { return one.text() == role; });
  if (hat == roles.end()) {
    throw Refusal({"take the role", std::string(role), "it is no role of user \"" + escaped(name) + "\"",
                   listed(roles) + " (io.aa-hat.roles." + escaped(name) + ")"});
  }
  require_allowed(*hat);
  if (exists(*hat)) return *hat;
  throw Refusal({"take the role", hat->text(), "its hat is not loaded, and nothing else is tried",
                 "load " + label_of(start_.profile, *hat)});
}

std::optional<HatName> hat_of(const Chooser& choose, const User& user,
                              const std::optional<std::string>& role) {
  if (role) return choose.role(user.name, *role);
  const std::optional<Candidate> chosen = choose.for_user(user.name, subject_of(user));
  if (chosen) return chosen->hat;
  tell(launcher_name, LOG_WARNING,
       "warning: no hat exists for this user; running in the container's profile (io.aa-hat.session)\n");
  return std::nullopt;
}

User user_named(const std::string& name) {
  const std::optional<User> user = find_user(name);
  if (!user) throw Refusal({"run as user", name, "the container's /etc/passwd has no such user", ""});
  return *user;
}

std::optional<User> calling_user() { return find_user(real_uid()); }

User known_calling_user() {
  const std::optional<User> user = calling_user();
  if (!user) {
    throw Refusal({"find the hat of uid", std::to_string(real_uid()),
                   "the container's /etc/passwd has no such uid", "say which one: --hat, --pool or --user"});
  }
  return *user;
}

}  // namespace aahat
