#include "attr/enter.h"

#include <cerrno>
#include <cstdint>
#include <set>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

std::string shown(const Label& label) {
  return escaped(label.mode.empty() ? label.name : label.name + " (" + label.mode + ")");
}

/// How long a reload of the policy may take: 1.1 s were seen on a machine under load.
constexpr std::uint64_t longest_reload_ms = 3000;

/// One try. Returns 0 or the errno of the call that decided; `by_hat` tells which it was.
int try_enter(Attr& attr, const std::string& label, const HatName& hat, Entry entry, bool& by_hat) {
  by_hat = false;
  if (entry == Entry::stack) return attr.stack(label);
  const int error = attr.change_profile(label);
  // Only this one error says that the profile has no rule. After any other, a weaker way in must not be
  // tried.
  if (error != EACCES) return error;
  by_hat = true;
  return attr.change_hat(attr.fresh_token(), hat);
}

[[noreturn]] void refuse_entry(const ProfileName& profile, const HatName& hat, Entry entry, int error,
                               bool by_hat) {
  Finding finding{"enter hat", label_of(profile, hat), errno_text(error), ""};
  if (error == ENOENT) {
    finding.reason = "no such hat is loaded";
    finding.hint =
        "write the hat into profile " + escaped(profile.text()) + " and load it with apparmor_parser -r";
  } else if (by_hat && error == EPERM) {
    finding.reason = "it is a child profile, and its profile has no rule for entering it";
    finding.hint = missing_rule(profile);
  } else if (by_hat && error == ECHILD) {
    finding.reason =
        "its profile has no rule for entering it, and no hat that change_hat could enter without one";
    finding.hint = missing_rule(profile);
  } else if (error == EPERM) {
    finding.reason = "the kernel forbids it, as for a process that is being traced";
  } else if (error == EACCES) {
    finding.reason =
        entry == Entry::stack
            ? "no_new_privs is set already, so that it can only be stacked onto its profile, which has "
              "no rule for that"
            : "the profile does not allow it";
    finding.hint = missing_rule(profile, entry);
  }
  throw Refusal(finding);
}

constexpr const char* enforce_hint = "put it into enforce mode (aa-enforce, or remove its \"flags=\")";

/// The profiles of `label` without the engine's. Where that is among them, the kernel calls the mode "mixed",
/// since the engine's is in unconfined mode: that it is so takes nothing away from what the others confine,
/// but their own modes are then not told.
std::set<std::string> without_engine(const Label& label, std::string_view engine) {
  std::set<std::string> members = members_of(label);
  if (label.mode == "mixed") members.erase(std::string(engine));
  return members;
}

bool is_enforced(const Label& label, std::string_view engine) {
  const bool beside_engine = label.mode == "mixed" && members_of(label).contains(std::string(engine));
  return label.mode == "enforce" || beside_engine;
}

}  // namespace

Entry entry_for(Attr& attr) { return attr.no_new_privs() ? Entry::stack : Entry::change; }

bool is_beside_engine(Attr& attr) { return attr.own_label().mode == "mixed"; }

void require_profile(Attr& attr, const ProfileName& profile, std::string_view engine) {
  const Label label = attr.own_label();
  if (without_engine(label, engine) != std::set{profile.text()}) {
    throw Refusal({"start from label", shown(label), "the plan is for profile " + escaped(profile.text()),
                   "start it as part of the container, not from inside a hat and not from another profile"});
  }
  if (!is_enforced(label, engine)) {
    throw Refusal(
        {"trust profile", profile.text(), "it is in " + escaped(label.mode) + " mode", enforce_hint});
  }
}

bool hat_exists(Attr& attr, const ProfileName& profile, const HatName& hat) {
  const int by_hat = attr.ask_change_hat(hat);
  if (by_hat == 0 || by_hat == EPERM) return true;  // EPERM: "target not hat", so a child profile
  const std::string label = label_of(profile, hat);
  const bool is_no_hat_of_profile = by_hat == ENOENT || by_hat == ECHILD;
  const int answer = is_no_hat_of_profile ? attr.ask_change_profile(label) : by_hat;
  if (is_no_hat_of_profile && (answer == 0 || answer == EACCES)) return true;
  if (is_no_hat_of_profile && answer == ENOENT) return false;
  throw Refusal({"ask whether there is a hat", label, errno_text(answer), ""});
}

int while_hidden(Attr& attr, const ProfileName& profile, const HatName& hat,
                 const std::function<int()>& attempt) {
  std::uint64_t deadline = 0;
  int error = attempt();
  while (error == ENOENT && hat_exists(attr, profile, hat)) {
    const std::uint64_t now = attr.pause();
    if (deadline == 0) deadline = now + longest_reload_ms;
    if (now > deadline) break;
    error = attempt();
  }
  return error;
}

std::string missing_rule(const ProfileName& profile, Entry entry) {
  const std::string name = escaped(profile.text());
  return "add \"change_profile -> " + (entry == Entry::stack ? "&" + name : name) + "//*,\" to profile " +
         name;
}

void enter(Attr& attr, const ProfileName& profile, const HatName& hat, Entry entry) {
  const std::string label = label_of(profile, hat);
  bool by_hat = false;
  const int error =
      while_hidden(attr, profile, hat, [&] { return try_enter(attr, label, hat, entry, by_hat); });
  if (error != 0) refuse_entry(profile, hat, entry, error, by_hat);
}

void require_hat(Attr& attr, const ProfileName& profile, const HatName& hat, Entry entry,
                 std::string_view engine) {
  const Label label = attr.own_label();
  const std::string own = label_of(profile, hat);
  std::set<std::string> wanted{own};
  if (entry == Entry::stack) wanted.emplace(profile.text());
  if (without_engine(label, engine) != wanted) {
    throw Refusal({"enter hat", own, "the kernel says that the label is now \"" + shown(label) + "\"", ""});
  }
  if (!is_enforced(label, engine)) {
    throw Refusal({"trust hat", own, "it is in " + escaped(label.mode) + " mode", enforce_hint});
  }
}

}  // namespace aahat
