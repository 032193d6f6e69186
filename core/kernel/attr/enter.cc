#include "enter.h"

#include <cerrno>

#include "escape.h"
#include "refusal.h"

namespace aahat {
namespace {

constexpr const char* or_no_new_privs =
    ", or let no_new_privs be set (io.aa-hat.no-new-privs=true; fpm --native cannot have it)";

std::string shown(const Label& label) {
  return escaped(label.mode.empty() ? label.name : label.name + " (" + label.mode + ")");
}

std::string rule_for(std::string_view profile) {
  return "add \"change_profile -> " + std::string(profile) + "//*,\" to profile " + escaped(profile);
}

/// One try. Returns 0 or the errno of the call that decided; `by_hat` tells which it was.
int try_enter(Attr& attr, const std::string& label, const HatName& hat, bool& by_hat) {
  by_hat = false;
  const int error = attr.change_profile(label);
  // Only this one error says that the profile has no rule. After any other, a weaker way in must not be
  // tried.
  if (error != EACCES) return error;
  by_hat = true;
  return attr.change_hat(attr.fresh_token(), hat);
}

[[noreturn]] void refuse_entry(std::string_view profile, const HatName& hat, int error, bool by_hat) {
  Finding finding{"enter hat", label_of(profile, hat), errno_text(error), ""};
  if (error == ENOENT) {
    finding.reason = "no such hat is loaded";
    finding.hint = "write the hat into profile " + escaped(profile) + " and load it with apparmor_parser -r";
  } else if (by_hat && error == EPERM) {
    finding.reason = "it is a child profile, and its profile has no rule for entering it";
    finding.hint = rule_for(profile);
  } else if (by_hat && error == ECHILD) {
    finding.reason =
        "its profile has no rule for entering it, and no hat that change_hat could enter without one";
    finding.hint = rule_for(profile);
  } else if (error == EPERM) {
    finding.reason = "the kernel forbids it: no_new_privs is set, or this process is being traced";
    finding.hint = "start the container without no_new_privs (process.noNewPrivileges false)";
  } else if (error == EACCES) {
    finding.reason = "the profile does not allow it";
    finding.hint = rule_for(profile);
  }
  throw Refusal(finding);
}

/// ECHILD is the one answer that only a child profile gives.
void require_child_profile(Attr& attr, const HatName& hat) {
  const int answer = attr.ask_change_hat(hat);
  if (answer == ECHILD) return;
  Finding finding{"seal hat", hat.text(),
                  "the kernel does not say what kind of hat it is: " + errno_text(answer), ""};
  if (answer == 0) {
    finding.reason = "it is an ordinary hat, so its tenant could step into every other hat of the profile";
    finding.hint = "write it as a child profile (\"profile " + hat.text() + " { ... }\" inside its profile)" +
                   or_no_new_privs;
  } else if (answer == EACCES) {
    finding.reason = "this kernel can be asked through a file only, which the hat may not write";
    finding.hint =
        "let no_new_privs be set, or add \"@{PROC}/@{pid}/attr/{apparmor/,}current w,\" to the hat";
  }
  throw Refusal(finding);
}

/// A label that is not loaded can be asked about only once it is; then it is the administrator who adds it.
void require_no_way_to(Attr& attr, const HatName& hat, const std::string& label) {
  const int answer = attr.ask_change_profile(label);
  if (answer == EACCES || answer == ENOENT) return;
  const std::string what = answer == 0
                               ? "its policy has a change_profile rule that leads to "
                               : "the kernel does not say (" + errno_text(answer) + ") whether it leads to ";
  throw Refusal(
      {"seal hat", hat.text(), what + escaped(label), std::string("remove the rule") + or_no_new_privs});
}

}  // namespace

void require_profile(Attr& attr, std::string_view profile) {
  const Label label = attr.own_label();
  if (label.name != profile) {
    throw Refusal({"start from label", shown(label), "the plan is for profile " + escaped(profile),
                   "start it as part of the container, not from inside a hat and not from another profile"});
  }
  if (label.mode != "enforce") {
    throw Refusal({"trust profile", std::string(profile), "it is in " + escaped(label.mode) + " mode",
                   "put it into enforce mode (aa-enforce, or remove its \"flags=\")"});
  }
}

void require_clear_no_new_privs(Attr& attr) {
  if (!attr.no_new_privs()) return;
  throw Refusal({"enter a hat", "", "no_new_privs is set already, under which the kernel forbids it",
                 "start the container with process.noNewPrivileges false (podman: without "
                 "--security-opt no-new-privileges); aa-hat sets it itself, after entry"});
}

bool hat_exists(Attr& attr, std::string_view profile, const HatName& hat) {
  const int by_hat = attr.ask_change_hat(hat);
  if (by_hat == 0 || by_hat == EPERM) return true;  // EPERM: "target not hat", so a child profile
  const std::string label = label_of(profile, hat);
  const bool is_no_hat_of_profile = by_hat == ENOENT || by_hat == ECHILD;
  const int answer = is_no_hat_of_profile ? attr.ask_change_profile(label) : by_hat;
  if (is_no_hat_of_profile && (answer == 0 || answer == EACCES)) return true;
  if (is_no_hat_of_profile && answer == ENOENT) return false;
  throw Refusal({"ask whether there is a hat", label, errno_text(answer), ""});
}

void enter(Attr& attr, std::string_view profile, const HatName& hat) {
  const std::string label = label_of(profile, hat);
  bool by_hat = false;
  std::uint64_t deadline = 0;
  while (true) {
    const int error = try_enter(attr, label, hat, by_hat);
    if (error == 0) return;
    if (error != ENOENT || !hat_exists(attr, profile, hat)) refuse_entry(profile, hat, error, by_hat);
    // The hat exists, yet is not found: its profile is being replaced at this moment.
    const std::uint64_t now = attr.pause();
    if (deadline == 0) deadline = now + longest_reload_ms;
    if (now > deadline) refuse_entry(profile, hat, error, by_hat);
  }
}

void require_hat(Attr& attr, std::string_view profile, const HatName& hat) {
  const Label label = attr.own_label();
  const std::string wanted = label_of(profile, hat);
  if (label.name != wanted) {
    throw Refusal(
        {"enter hat", wanted, "the kernel says that the label is now \"" + shown(label) + "\"", ""});
  }
  if (label.mode != "enforce") {
    throw Refusal({"trust hat", wanted, "it is in " + escaped(label.mode) + " mode",
                   "put it into enforce mode (aa-enforce, or remove its \"flags=\")"});
  }
}

void prove_seal(Attr& attr, std::string_view profile, const HatName& hat, NoNewPrivs no_new_privs,
                const std::vector<std::string>& others) {
  if (no_new_privs == NoNewPrivs::set_after_entry) {
    if (attr.no_new_privs()) return;
    throw Refusal({"seal hat", hat.text(), "no_new_privs did not stay set", ""});
  }
  require_child_profile(attr, hat);
  require_no_way_to(attr, hat, std::string(profile));
  require_no_way_to(attr, hat, "unconfined");
  const std::string own = label_of(profile, hat);
  for (const std::string& other : others) {
    if (other != own) require_no_way_to(attr, hat, other);
  }
}

}  // namespace aahat
