#include "attr/seal.h"

#include <cerrno>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr const char* or_no_new_privs =
    ", or let no_new_privs be set (io.aa-hat.no-new-privs=true; fpm --native cannot have it)";

[[noreturn]] void refuse_silence(const HatName& hat, int answer, const std::string& instead) {
  Finding finding{"seal hat", hat.text(),
                  "the kernel does not say what kind of hat it is: " + errno_text(answer), ""};
  if (answer == EACCES) {
    finding.reason = "this kernel can be asked through a file only, which the hat may not write";
    finding.hint = instead + "add \"@{PROC}/@{pid}/attr/{apparmor/,}current w,\" to the hat";
  }
  throw Refusal(finding);
}

/// ECHILD is the one answer that only a child profile gives.
void require_child_profile(Attr& attr, const HatName& hat) {
  const int answer = attr.ask_change_hat(hat);
  if (answer == ECHILD) return;
  if (answer != 0) refuse_silence(hat, answer, "let no_new_privs be set, or ");
  throw Refusal({"seal hat", hat.text(),
                 "it is an ordinary hat, so its tenant could step into every other hat of the profile",
                 "write it as a child profile (\"profile " + hat.text() + " { ... }\" inside its profile)" +
                     or_no_new_privs});
}

/// In a stack the kernel forbids change_hat, or finds no such hat. A file that may not be written gives
/// EACCES, which permprofile's questions would take for a no.
void require_answers(Attr& attr, const HatName& hat) {
  const int answer = attr.ask_change_hat(hat);
  if (answer != EPERM && answer != ENOENT && answer != ECHILD) refuse_silence(hat, answer, "");
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

void prove_no_way_out(Attr& attr, const ProfileName& profile, const HatName& hat,
                      const std::vector<std::string>& others) {
  require_child_profile(attr, hat);
  require_no_way_to(attr, hat, profile.text());
  require_no_way_to(attr, hat, "unconfined");
  const std::string own = label_of(profile, hat);
  for (const std::string& other : others) {
    if (other != own) require_no_way_to(attr, hat, other);
  }
}

/// Only labels that `profile` is a member of: the kernel allows no others.
void prove_no_way_out_of_stack(Attr& attr, const ProfileName& profile, const HatName& hat,
                               const std::vector<std::string>& others) {
  require_answers(attr, hat);
  require_no_way_to(attr, hat, profile.text());
  require_no_way_to(attr, hat, stack_of(profile, "unconfined"));
  const std::string own = label_of(profile, hat);
  for (const std::string& other : others) {
    if (other != own) require_no_way_to(attr, hat, stack_of(profile, other));
  }
}

}  // namespace

void prove_seal(Attr& attr, const ProfileName& profile, const HatName& hat, NoNewPrivs no_new_privs,
                const std::vector<std::string>& others) {
  if (no_new_privs == NoNewPrivs::never_set) return prove_no_way_out(attr, profile, hat, others);
  if (!attr.no_new_privs()) throw Refusal({"seal hat", hat.text(), "no_new_privs did not stay set", ""});
  if (no_new_privs == NoNewPrivs::set_before_entry) {
    prove_no_way_out_of_stack(attr, profile, hat, others);
  }
}

}  // namespace aahat
