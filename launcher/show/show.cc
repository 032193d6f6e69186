#include "show/show.h"

#include <map>
#include <set>

#include "accounts/accounts.h"
#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "entry/confine.h"
#include "entry/probe.h"
#include "fpm/accounts.h"
#include "fpm/fpm.h"
#include "login/login_shell.h"
#include "show/sheet.h"

namespace aahat {
namespace {

/// What is known so far, over all sheets.
struct Overview {
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
std::string add_roles(Overview& overview, const Plan& plan, const User& user) {
  std::string out;
  for (const HatName& role : plan.roles_of(user.name)) {
    out += (out.empty() ? "" : ",") + role.text();
    overview.hats_by_run.insert(role);
    overview.hats_of_uid[user.uid].insert(role);
  }
  return out;
}

std::string shell_or_reason(const Plan& plan, const User& user) {
  std::string shell;
  std::vector<Finding> refused;
  collect(refused, [&] { shell = login_shell(plan, user); });
  return refused.empty() ? shell : reason_of(refused);
}

void add_user(Overview& overview, const Chooser& choose, const Plan& plan, const Accounts& accounts,
              const User& user) {
  std::optional<Candidate> chosen;
  std::vector<Finding> refused;
  collect(refused, [&] {
    chosen = choose.for_user(user.name,
                             {"", [&] { return user.name; }, [&] { return accounts.group_name(user.gid); }});
  });
  std::string reason = chosen ? why(*chosen) : "session=optional: in the profile itself";
  if (!refused.empty()) reason = reason_of(refused);
  overview.users.rows.push_back({user.name, std::to_string(user.uid), chosen ? chosen->hat.text() : "",
                                 add_roles(overview, plan, user), shell_or_reason(plan, user),
                                 std::move(reason)});
  if (!chosen) return;
  overview.hats_by_run.insert(chosen->hat);
  overview.hats_of_uid[user.uid].insert(chosen->hat);
}

void add_users(Overview& overview, const Chooser& choose, const Plan& plan) {
  const Accounts accounts;
  std::set<std::string, std::less<>> known;
  for_each_user([&](const User& user) {
    if (!known.insert(user.name).second) return;
    add_user(overview, choose, plan, accounts, user);
    overview.names_of_uid[user.uid].push_back(user.name);
  });
  plan.users().for_each([&](std::string_view name, std::string_view hat) {
    if (known.contains(name)) return;
    overview.users.rows.push_back(
        {std::string(name), "", std::string(hat), "", "", "rule, but there is no such user"});
  });
  plan.roles().for_each([&](std::string_view name, std::string_view roles) {
    if (known.contains(name)) return;
    overview.users.rows.push_back(
        {std::string(name), "", "", std::string(roles), "", "roles, but there is no such user"});
  });
}

void add_fpm_pools(Overview& overview, const Chooser& choose, const Plan& plan, const Words& command) {
  for (const PoolView& pool : view_pools(choose, plan, command)) {
    overview.pools.rows.push_back(
        {pool.pool, pool.user, pool.listen, pool.hat ? pool.hat->text() : "", pool.why});
    if (!pool.hat) continue;
    overview.hats_by_fpm.insert(*pool.hat);
    if (pool.uid) overview.hats_of_uid[*pool.uid].insert(*pool.hat);
  }
  overview.notes.rows.push_back(
      {"fpm --native: all pools share one root master in the profile; between several hats OPcache and APCu "
       "are off, since "
       "their memory is shared too"});
}

void add_pool_rules(Overview& overview, const Plan& plan) {
  plan.pools().for_each([&](std::string_view pool, std::string_view hat) {
    overview.pools.rows.push_back({std::string(pool), "", "", std::string(hat), "rule"});
    if (const auto name = HatName::from(hat)) overview.hats_by_run.insert(*name);
  });
}

std::string words_for(SealProof proof) {
  switch (proof) {
    case SealProof::none:
      return "not proven to be sealed (io.aa-hat.seal=off)";
    case SealProof::no_new_privs:
      return "sealed by no_new_privs";
    case SealProof::child_profile:
      return "sealed, being a child profile; without no_new_privs, so setuid programs and the px, cx, ux of "
             "its "
             "policy work";
    case SealProof::stack:
      return "stacked onto the profile, and no rule leads out of both";
  }
  return "";
}

/// What the confinement that `decide` decides comes to, tried in a child: why the hat is sealed, or the
/// reason of the refusal.
std::string tried(const std::function<Confinement()>& decide) {
  std::vector<Finding> refused;
  SealProof proof = SealProof::none;
  collect(refused, [&] {
    const Confinement to = decide();
    proof = to.seal;
    refuse_if_any(refused_in_child([&] {
      ProcAttr attr;
      confine(attr, to);
    }));
  });
  return refused.empty() ? words_for(proof) : reason_of(refused);
}

/// php-fpm's own entry has no no_new_privs and loads no filter.
Confinement as_fpm(const Plan& plan, const Start& start, const HatName& hat) {
  if (start.entry == Entry::stack) {
    throw Refusal(
        {"start php-fpm with hats", "", "no_new_privs is set, under which php-fpm enters no hat", ""});
  }
  Confinement to = confinement_in(plan, start, hat);
  to.no_new_privs = false;
  to.filter.reset();
  to.seal = plan.seal() == Seal::off ? SealProof::none : SealProof::child_profile;
  to.others = loaded_labels(plan);
  return to;
}

void add_hats(Overview& overview, const Plan& plan, const Start& start) {
  for (const HatName& hat : overview.hats_by_run) {
    overview.hats.rows.push_back({hat.text(), tried([&] { return confinement_in(plan, start, hat); }),
                                  std::string(plan.seccomp(hat).value_or(""))});
  }
  for (const HatName& hat : overview.hats_by_fpm) {
    overview.hats.rows.push_back(
        {hat.text(), tried([&] { return as_fpm(plan, start, hat); }) + " (php-fpm's own entry)", ""});
  }
}

/// Hats add to Unix users; where tenants share a uid, much that AppArmor does not mediate stays open between
/// them.
void add_shared_uids(Overview& overview) {
  for (const auto& [uid, hats] : overview.hats_of_uid) {
    if (hats.size() < 2) continue;
    std::string names;
    for (const HatName& hat : hats) names += (names.empty() ? "" : ", ") + hat.text();
    overview.notes.rows.push_back({"warning: uid " + std::to_string(uid) + " is shared by hats " + names +
                                   ": what AppArmor does not mediate stays open between them"});
  }
}

/// sshd and su leave us a uid, and no name that could be trusted.
void add_shared_names(Overview& overview) {
  for (const auto& [uid, names] : overview.names_of_uid) {
    if (names.size() < 2) continue;
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    overview.notes.rows.push_back({"uid " + std::to_string(uid) + " has the names " + all +
                                   ": a login that is known by its uid only (sshd, su) is that of " +
                                   names.front()});
  }
}

void add_what_a_stack_leaves_open(Overview& overview, const ProfileName& profile) {
  overview.notes.rows.push_back({"no_new_privs is set already: a hat is stacked onto the profile, as " +
                                 stack_of(profile, label_of(profile, "HAT")) +
                                 ", and what both allow is allowed"});
  overview.notes.rows.push_back(
      {"a stack does not stop exec transitions in a hat's policy: px leads to OTHER//&" + profile.text() +
       ", ux to " + stack_of(profile, "unconfined") + "; the hat is gone then, the profile stays"});
}

}  // namespace

std::string shown(const Plan& plan, const ShowCommand& show) {
  ProcAttr attr;
  const Start start = start_in_profile(attr, plan);
  const Chooser choose(attr, plan, start);
  Overview overview;
  overview.notes.rows.push_back({"the profile is " + plan.profile().text()});
  if (start.entry == Entry::stack) add_what_a_stack_leaves_open(overview, plan.profile());
  if (show.fpm_command.empty()) {
    add_pool_rules(overview, plan);
  } else {
    add_fpm_pools(overview, choose, plan, show.fpm_command);
  }
  add_users(overview, choose, plan);
  add_hats(overview, plan, start);
  add_shared_uids(overview);
  add_shared_names(overview);
  const std::vector<Sheet> sheets{overview.pools, overview.users, overview.hats, overview.notes};
  return show.json ? as_json(sheets) : as_text(sheets);
}

}  // namespace aahat
