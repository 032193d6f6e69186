#include "entry/start.h"

#include <cerrno>
#include <cstdint>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// How long a reload of the policy may take: 1.1 s were seen on a machine under load.
constexpr std::uint64_t longest_reload_ms = 3000;

/// Beside the engine's profile the kernel calls the mode "mixed", since that is in unconfined mode. That it
/// is so takes nothing away from what the others confine, but their own modes are then not told.
bool has_engine(const Label& label, const std::string& engine) {
  return label.mode == "mixed" && members_of(label).contains(engine);
}

[[noreturn]] void refuse_existence(const std::string& label, const Answer& answer) {
  throw Refusal({"ask whether there is a hat", label,
                 answer.is_kernels ? errno_text(answer.error)
                                   : "something answers in AppArmor's place: " + errno_text(answer.error),
                 answer.is_kernels ? "" : ask_hint});
}

}  // namespace

std::string shown(const Label& label) {
  return escaped(label.mode.empty() ? label.name : label.name + " (" + label.mode + ")");
}

bool is_made_of(const Label& label, const std::set<std::string>& wanted, const Start& start) {
  std::set<std::string> members = members_of(label);
  if (has_engine(label, start.engine)) members.erase(start.engine);
  return members == wanted;
}

bool is_enforced(const Label& label, const Start& start) {
  return label.mode == "enforce" || has_engine(label, start.engine);
}

Start start_in_profile(Attr& attr, const Plan& plan) {
  Start start{plan.profile(), std::string(plan.engine())};
  const Label label = attr.own_label();
  if (!is_made_of(label, {start.profile.text()}, start)) {
    throw Refusal({"start from label", shown(label),
                   "the plan is for profile " + escaped(start.profile.text()),
                   "start it as part of the container, not from inside a hat and not from another profile"});
  }
  if (!is_enforced(label, start)) {
    throw Refusal(
        {"trust profile", start.profile.text(), "it is in " + escaped(label.mode) + " mode", enforce_hint});
  }
  start.beside_engine = has_engine(label, start.engine);
  if (attr.no_new_privs()) start.entry = Entry::stack;
  return start;
}

bool hat_exists(Attr& attr, const ProfileName& profile, const HatName& hat) {
  const std::string label = label_of(profile, hat);
  const Answer by_hat = attr.ask_change_hat(hat);
  if (!by_hat.is_kernels) refuse_existence(label, by_hat);
  if (by_hat.error == 0 || by_hat.error == EPERM) return true;  // EPERM: "target not hat", so a child profile
  if (by_hat.error != ENOENT && by_hat.error != ECHILD) refuse_existence(label, by_hat);
  const Answer by_profile = attr.ask_change_profile(label);
  if (!by_profile.is_kernels) refuse_existence(label, by_profile);
  if (by_profile.error == 0 || by_profile.error == EACCES) return true;
  if (by_profile.error != ENOENT) refuse_existence(label, by_profile);
  return false;
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

}  // namespace aahat
