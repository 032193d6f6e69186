#include "show/show.h"

#include <map>
#include <set>

#include "accounts/accounts.h"
#include "attr/enter.h"
#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "entry/confine.h"
#include "entry/in_child.h"
#include "fpm/accounts.h"
#include "fpm/fpm.h"
#include "login/login_shell.h"
#include "show/sheet.h"

namespace aahat {
namespace {

/// What is known so far, over all sheets.
struct Survey {
  Sheet pools{"pools", {"pool", "user", "listen", "hat", "why"}, {}};
  Sheet users{"users", {"user", "uid", "hat", "roles", "shell", "why"}, {}};
  Sheet hats{"hats", {"hat", "seal", "seccomp"}, {}};
  Sheet notes{"notes", {"note"}, {}};
  std::set<HatName> hats_by_run;  // entered by this program
  std::set<HatName> hats_by_fpm;  // entered by php-fpm itself, which cannot set no_new_privs
  std::map<uid_t, std::set<HatName>> hats_of_uid;
  std::map<uid_t, std::vector<std::string>> names_of_uid;  // as passwd has them, in its order
};

std::string reason_of(const std::vector<Finding>& findings) {
  return findings.empty() ? "" : "refused: " + findings.front().reason;
}

std::string why(const Candidate& candidate) {
  return candidate.word ? "order: " + std::string(to_text(*candidate.word)) : "rule";
}

/// The user's roles as a list, kept for the other sheets too.
std::string add_roles(Survey& survey, const Plan& plan, const User& user) {
  std::string out;
  for (const HatName& role : plan.roles_of(user.name)) {
    out += (out.empty() ? "" : ",") + role.text();
    survey.hats_by_run.insert(role);
    survey.hats_of_uid[user.uid].insert(role);
  }
  return out;
}

std::string shell_or_reason(const Plan& plan, const User& user) {
  std::string shell;
  std::vector<Finding> refused;
  collect(refused, [&] { shell = login_shell(plan, user); });
  return refused.empty() ? shell : reason_of(refused);
}

void add_user(Survey& survey, Attr& attr, const Plan& plan, const Accounts& accounts, const User& user) {
  std::optional<Candidate> chosen;
  std::vector<Finding> refused;
  collect(refused, [&] {
    chosen = choose_for_user(attr, plan, {"", user.name, accounts.group_name(user.gid)});
  });
  std::string reason = chosen ? why(*chosen) : "session=optional: in the profile itself";
  if (!refused.empty()) reason = reason_of(refused);
  survey.users.rows.push_back({user.name, std::to_string(user.uid), chosen ? chosen->hat.text() : "",
                               add_roles(survey, plan, user), shell_or_reason(plan, user),
                               std::move(reason)});
  if (!chosen) return;
  survey.hats_by_run.insert(chosen->hat);
  survey.hats_of_uid[user.uid].insert(chosen->hat);
}

void add_users(Survey& survey, Attr& attr, const Plan& plan) {
  const Accounts accounts;
  std::set<std::string, std::less<>> known;
  for_each_user([&](const User& user) {
    if (!known.insert(user.name).second) return;
    add_user(survey, attr, plan, accounts, user);
    survey.names_of_uid[user.uid].push_back(user.name);
  });
  plan.users().for_each([&](std::string_view name, std::string_view hat) {
    if (known.contains(name)) return;
    survey.users.rows.push_back(
        {std::string(name), "", std::string(hat), "", "", "rule, but there is no such user"});
  });
  plan.roles().for_each([&](std::string_view name, std::string_view roles) {
    if (known.contains(name)) return;
    survey.users.rows.push_back(
        {std::string(name), "", "", std::string(roles), "", "roles, but there is no such user"});
  });
}

void add_fpm_pools(Survey& survey, Attr& attr, const Plan& plan, const Words& command) {
  for (const PoolView& pool : view_pools(attr, plan, command)) {
    survey.pools.rows.push_back(
        {pool.pool, pool.user, pool.listen, pool.hat ? pool.hat->text() : "", pool.why});
    if (!pool.hat) continue;
    survey.hats_by_fpm.insert(*pool.hat);
    if (pool.uid) survey.hats_of_uid[*pool.uid].insert(*pool.hat);
  }
  survey.notes.rows.push_back(
      {"fpm --native: all pools share one root master in the profile; between several hats OPcache and APCu "
       "are off, since "
       "their memory is shared too"});
}

void add_pool_rules(Survey& survey, const Plan& plan) {
  plan.pools().for_each([&](std::string_view pool, std::string_view hat) {
    survey.pools.rows.push_back({std::string(pool), "", "", std::string(hat), "rule"});
    if (const auto name = HatName::from(hat)) survey.hats_by_run.insert(*name);
  });
}

constexpr const char* sealed_without_no_new_privs =
    "sealed, being a child profile; without no_new_privs, so setuid programs and the px, cx, ux of its "
    "policy work";

/// What entering `hat` comes to, tried in a child: why it is sealed, or the reason of the refusal.
std::string tried(const Plan& plan, const HatName& hat, Entry entry) {
  const auto refused = refused_in_child([&] {
    ProcAttr attr;
    require_profile(attr, plan.profile(), plan.engine());
    confine(attr, confinement_in(attr, plan, hat, std::nullopt));
  });
  const bool no_new_privs = plan.no_new_privs(hat);
  if (!refused.empty()) return reason_of(refused);
  if (plan.seal() == Seal::off && (entry == Entry::stack || !no_new_privs)) {
    return "not proven to be sealed (io.aa-hat.seal=off)";
  }
  if (entry == Entry::stack) return "stacked onto the profile, and no rule leads out of both";
  return no_new_privs ? "sealed by no_new_privs" : sealed_without_no_new_privs;
}

/// The same for php-fpm's own entry, which has no no_new_privs and loads no filter.
std::string tried_as_fpm(const Plan& plan, const HatName& hat) {
  const auto refused = refused_in_child([&] {
    ProcAttr attr;
    require_profile(attr, plan.profile(), plan.engine());
    if (entry_for(attr) == Entry::stack) {
      throw Refusal(
          {"start php-fpm with hats", "", "no_new_privs is set, under which php-fpm enters no hat", ""});
    }
    confine(attr, {.profile = plan.profile(),
                   .hat = hat,
                   .identity = {},
                   .others = loaded_labels(plan),
                   .seal = plan.seal(),
                   .no_new_privs = false});
  });
  if (!refused.empty()) return reason_of(refused);
  return plan.seal() == Seal::off ? "not proven to be sealed (io.aa-hat.seal=off)"
                                  : sealed_without_no_new_privs;
}

void add_hats(Survey& survey, const Plan& plan, Entry entry) {
  for (const HatName& hat : survey.hats_by_run) {
    survey.hats.rows.push_back(
        {hat.text(), tried(plan, hat, entry), std::string(plan.seccomp(hat).value_or(""))});
  }
  for (const HatName& hat : survey.hats_by_fpm) {
    survey.hats.rows.push_back({hat.text(), tried_as_fpm(plan, hat) + " (php-fpm's own entry)", ""});
  }
}

/// Hats add to Unix users; where tenants share a uid, much that AppArmor does not mediate stays open between
/// them.
void add_shared_uids(Survey& survey) {
  for (const auto& [uid, hats] : survey.hats_of_uid) {
    if (hats.size() < 2) continue;
    std::string names;
    for (const HatName& hat : hats) names += (names.empty() ? "" : ", ") + hat.text();
    survey.notes.rows.push_back({"warning: uid " + std::to_string(uid) + " is shared by hats " + names +
                                 ": what AppArmor does not mediate stays open between them"});
  }
}

/// sshd and su leave us a uid, and no name that could be trusted.
void add_shared_names(Survey& survey) {
  for (const auto& [uid, names] : survey.names_of_uid) {
    if (names.size() < 2) continue;
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    survey.notes.rows.push_back({"uid " + std::to_string(uid) + " has the names " + all +
                                 ": a login that is known by its uid only (sshd, su) is that of " +
                                 names.front()});
  }
}

void add_what_a_stack_leaves_open(Survey& survey, const std::string& profile) {
  survey.notes.rows.push_back({"no_new_privs is set already: a hat is stacked onto the profile, as " +
                               profile + "//&" + profile + "//HAT, and what both allow is allowed"});
  survey.notes.rows.push_back(
      {"a stack does not stop exec transitions in a hat's policy: px leads to OTHER//&" + profile +
       ", ux to " + profile + "//&unconfined; the hat is gone then, the profile stays"});
}

}  // namespace

std::string shown(const Plan& plan, const ShowCommand& show) {
  ProcAttr attr;
  require_profile(attr, plan.profile(), plan.engine());
  const Entry entry = entry_for(attr);
  Survey survey;
  survey.notes.rows.push_back({"the profile is " + plan.profile().text()});
  if (entry == Entry::stack) add_what_a_stack_leaves_open(survey, plan.profile().text());
  if (show.fpm_command.empty()) {
    add_pool_rules(survey, plan);
  } else {
    add_fpm_pools(survey, attr, plan, show.fpm_command);
  }
  add_users(survey, attr, plan);
  add_hats(survey, plan, entry);
  add_shared_uids(survey);
  add_shared_names(survey);
  const std::vector<Sheet> sheets{survey.pools, survey.users, survey.hats, survey.notes};
  return show.json ? as_json(sheets) : as_text(sheets);
}

}  // namespace aahat
