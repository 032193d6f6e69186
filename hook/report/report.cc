#include "report/report.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>

#include <array>
#include <map>
#include <set>

#include "accounts/accounts.h"
#include "annotations/switches.h"
#include "apparmor/signals.h"
#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {
namespace {

constexpr off_t longest_passwd = off_t{16} << 20U;

void add_rows(const std::string& kind, const HatBySubject& subjects, Report& report) {
  for (const auto& [name, hat] : subjects) {
    const auto seccomp = seccomp_of(report.rules, hat);
    report.rows.push_back({kind, name, hat.text(), label_of(report.profile, hat),
                           no_new_privs_of(report.rules, hat), seccomp ? seccomp->text() : ""});
  }
}

void add_role_rows(const RolesByUser& roles, Report& report) {
  for (const auto& [user, hats] : roles) {
    for (const HatName& hat : hats) add_rows("role", {{user, hat}}, report);
  }
}

/// Two subjects in one hat are not separated by it.
void warn_of_shared_hats(const std::string& kind, const HatBySubject& subjects, Report& report) {
  std::map<HatName, std::string> names;
  std::map<HatName, int> count;
  for (const auto& [name, hat] : subjects) {
    if (count[hat]++ > 0) names[hat] += ", ";
    names[hat] += name;
  }
  for (const auto& [hat, number] : count) {
    if (number > 1) report.warnings.emplace_back(kind + "s " + names[hat] + " share the hat " + hat.text());
  }
}

using UserIds = std::vector<std::pair<std::string, uid_t>>;

/// etc/passwd in the root file system at `root`, whose links are followed inside of it. Empty where it is not
/// a regular file of at most 16 MiB.
Fd image_passwd(const std::string& root) {
  const Fd top = open_at(AT_FDCWD, root.c_str(), O_PATH | O_DIRECTORY);
  if (!top) return {};
  Fd file = open_at(top.get(), "etc/passwd", O_RDONLY | O_NONBLOCK, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  struct stat about {};
  const bool fits =
      file && fstat(file.get(), &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= longest_passwd;
  return fits ? std::move(file) : Fd();
}

/// The users of an image that is not running. None where its passwd cannot be read: they are read for
/// warnings only.
UserIds image_users(const std::string& root) {
  UserIds users;
  std::vector<Finding> passed_over;
  collect(passed_over, [&] {
    for_each_user([&](const User& user) { users.emplace_back(user.name, user.uid); }, image_passwd(root),
                  root + "/etc/passwd");
  });
  return users;
}

void warn_of_shared_uids(const UserIds& users, Report& report) {
  std::map<uid_t, std::string> first;
  for (const auto& [name, uid] : users) {
    const auto rule = report.rules.users.find(name);
    if (rule == report.rules.users.end()) continue;
    const auto [other, fresh] = first.emplace(uid, name);
    if (fresh || report.rules.users.find(other->second)->second == rule->second) continue;
    report.warnings.emplace_back("users " + other->second + " and " + name +
                                 " have different hats, but the same uid " + std::to_string(uid) +
                                 ": what AppArmor does not mediate stays open between them");
  }
}

/// From sshd and su the launcher has a uid, and no name that can be trusted: the first name of a uid counts.
void warn_of_second_names(const UserIds& users, Report& report) {
  std::map<uid_t, std::string> first;
  for (const auto& [name, uid] : users) {
    const std::string& counts = first.emplace(uid, name).first->second;
    const bool has_rule = report.rules.users.contains(name) || report.rules.roles.contains(name);
    if (counts == name || !has_rule) continue;
    std::string& warning = report.warnings.emplace_back("user ");
    warning.append(name).append(" has the uid of ").append(counts);
    warning.append(": a login that is known by its uid only (sshd, su) is that of ").append(counts);
  }
}

void warn_of_switches(Report& report) {
  if (report.rules.session == Session::optional) {
    report.warnings.emplace_back("session=optional: logins without a hat run in " + report.profile.text() +
                                 " itself, which may enter every hat");
  }
  if (report.rules.seal == Seal::off) {
    report.warnings.emplace_back("seal=off: a tenant may be able to step into other tenants' hats");
  }
  if (report.rules.listen == Listen::shared) {
    report.warnings.emplace_back("listen=shared: who can connect to a pool's socket runs code in that pool");
  }
}

void add_what_a_stack_leaves_open(Report& report) {
  const std::string& profile = report.profile.text();
  report.notes.emplace_back("process.noNewPrivileges is true: hats are stacked, as " +
                            stack_of(report.profile, label_of(report.profile, "HAT")) + ", for which " +
                            profile + " needs the rule change_profile -> &" + label_of(report.profile, "*") +
                            ", and fpm --native cannot start");
  report.notes.emplace_back("a stack does not stop exec transitions in a hat's policy: px leads to OTHER//&" +
                            profile + ", ux to " + stack_of(report.profile, "unconfined"));
}

void warn_of_unknown_names(const UnknownNames& unknown, Report& report) {
  for (const auto& [profile, names] : unknown) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    report.warnings.emplace_back(
        "seccomp profile " + profile.text() +
        ": its rules for these do nothing, since no system call is known by the name: " + list);
  }
}

// Labels of those who end a container: the host's root, and engines that Debian 13 and others confine by
// profiles of these names, which count as peers although they are in unconfined mode.
constexpr std::array engines{"unconfined", "runc", "crun", "podman"};

std::string list_of_those_who_cannot_end(const std::string& label, const std::string& profile) {
  std::string out;
  const auto ask = [&](const std::string& from) {
    if (may_end(from, label).value_or(true)) return;
    out += (out.empty() ? "" : ", ") + from;
  };
  for (const char* engine : engines) ask(engine);
  ask(profile);
  return out;
}

}  // namespace

Report make_report(const std::string& bundle, const ContainerConfig& config, const ProfileName& profile,
                   const Rules& rules, const UnknownNames& unknown) {
  Report report{bundle, profile, rules, {}, {}, {}};
  add_rows("pool", rules.pools, report);
  add_rows("user", rules.users, report);
  add_role_rows(rules.roles, report);
  warn_of_switches(report);
  warn_of_unknown_names(unknown, report);
  warn_of_shared_hats("pool", rules.pools, report);
  warn_of_shared_hats("user", rules.users, report);
  const UserIds users = image_users(config.root);
  warn_of_shared_uids(users, report);
  warn_of_second_names(users, report);
  if (config.no_new_privileges) add_what_a_stack_leaves_open(report);
  report.notes.emplace_back(
      "hats that order and pool-order lead to are known, and checked, only in the container");
  if (!rules.pools.empty()) {
    report.notes.emplace_back(
        "the uids of pools are known only in the container: aa-exec-hat show warns of those that hats share");
  }
  return report;
}

void warn_of_signals(Report& report) {
  std::set<std::string> labels;
  for (const ReportRow& row : report.rows) labels.insert(row.label);
  for (const std::string& label : labels) {
    const std::string who = list_of_those_who_cannot_end(label, report.profile.text());
    if (who.empty()) continue;
    std::string warning = "hat " + label;
    warning.append(" cannot be ended by ").append(who);
    warning.append(": it needs \"signal (receive) peer=...\" for them, and ").append(report.profile.text());
    report.warnings.push_back(warning + " \"signal (send)\" for the hat");
  }
}

}  // namespace aahat
