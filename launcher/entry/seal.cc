#include "entry/seal.h"

#include <cerrno>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr const char* or_no_new_privs =
    ", or let no_new_privs be set (io.aa-hat.no-new-privs=true; fpm --native cannot have it)";

/// `instead`: what else helps, in front of the hint.
[[noreturn]] void refuse_silence(const HatName& hat, const Answer& answer, const char* instead = "") {
  Finding finding{"seal hat", hat.text(),
                  "the kernel does not say what kind of hat it is: " + errno_text(answer.error), ""};
  if (!answer.is_kernels && answer.error == EACCES) {
    finding.reason =
        "this kernel can be asked through a file only, which the hat may not write, or only as \"owner\"";
    finding.hint = instead;
    finding.hint += "add \"@{PROC}/@{pid}/attr/{apparmor/,}current w,\" to the hat (without \"owner\")";
  } else if (!answer.is_kernels) {
    finding.reason = "something answers in AppArmor's place: " + errno_text(answer.error);
    finding.hint = ask_hint;
  }
  throw Refusal(finding);
}

/// ECHILD is the one answer that only a child profile gives.
void require_child_profile(Attr& attr, const HatName& hat) {
  const Answer answer = attr.ask_change_hat(hat);
  if (answer.is_kernels && answer.error == ECHILD) return;
  if (!answer.is_kernels || answer.error != 0) {
    refuse_silence(hat, answer, "let no_new_privs be set, or ");
  }
  throw Refusal({"seal hat", hat.text(),
                 "it is an ordinary hat, so its tenant could step into every other hat of the profile",
                 "write it as a child profile (\"profile " + hat.text() + " { ... }\" inside its profile)" +
                     or_no_new_privs});
}

/// In a stack the kernel forbids change_hat, or finds no such hat.
void require_no_change_hat(Attr& attr, const HatName& hat) {
  const Answer answer = attr.ask_change_hat(hat);
  const bool is_no = answer.error == EPERM || answer.error == ENOENT || answer.error == ECHILD;
  if (!answer.is_kernels || !is_no) refuse_silence(hat, answer);
}

/// A label that is not loaded can be asked about only once it is; then it is the administrator who adds it.
void require_no_way_to(Attr& attr, const HatName& hat, const std::string& label) {
  const Answer answer = attr.ask_change_profile(label);
  if (!answer.is_kernels) refuse_silence(hat, answer);
  if (answer.error == EACCES || answer.error == ENOENT) return;
  const std::string what =
      answer.error == 0 ? "its policy has a change_profile rule that leads to "
                        : "the kernel does not say (" + errno_text(answer.error) + ") whether it leads to ";
  throw Refusal(
      {"seal hat", hat.text(), what + escaped(label), std::string("remove the rule") + or_no_new_privs});
}

void prove_no_way_out(Attr& attr, const Start& start, const HatName& hat,
                      const std::vector<std::string>& others) {
  require_child_profile(attr, hat);
  require_no_way_to(attr, hat, start.profile.text());
  require_no_way_to(attr, hat, "unconfined");
  for (const std::string& other : others) {
    if (other != label_of(start.profile, hat)) require_no_way_to(attr, hat, other);
  }
}

/// Only labels that the profile is a member of: the kernel allows no others.
void prove_no_way_out_of_stack(Attr& attr, const Start& start, const HatName& hat,
                               const std::vector<std::string>& others) {
  require_no_change_hat(attr, hat);
  require_no_way_to(attr, hat, start.profile.text());
  require_no_way_to(attr, hat, stack_of(start.profile, "unconfined"));
  for (const std::string& other : others) {
    if (other != label_of(start.profile, hat)) require_no_way_to(attr, hat, stack_of(start.profile, other));
  }
}

}  // namespace

void prove_seal(Attr& attr, const Start& start, const HatName& hat, SealProof proof,
                const std::vector<std::string>& others) {
  switch (proof) {
    case SealProof::none:
    case SealProof::no_new_privs:
      return;
    case SealProof::child_profile:
      return prove_no_way_out(attr, start, hat, others);
    case SealProof::stack:
      return prove_no_way_out_of_stack(attr, start, hat, others);
  }
}

}  // namespace aahat
