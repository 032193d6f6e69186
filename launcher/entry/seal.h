// Proving that code in a hat cannot leave it.
#pragma once

#include <string>
#include <vector>

#include "entry/start.h"

namespace aahat {

/// What keeps code in the hat, and so what is proven.
enum class SealProof {
  none,           // seal=off: nothing is
  no_new_privs,   // it was clear before entry and is set now
  child_profile,  // the hat is a child profile without a rule that leads out; no_new_privs is not set
  stack,          // no_new_privs was set before, so that the hat was stacked, and no rule leads out of both
};

/// Throws Refusal unless code in `hat` (where this process now is) cannot leave it through AppArmor's own
/// interfaces.
/// * no_new_privs: the kernel lets nobody out. confine() has set it and seen it set.
/// * child_profile: the kernel says both that `hat` is a child profile, by answering ECHILD to permhat of its
///   own name (never another name: an absent sibling answers the same), and that its policy has no
///   change_profile rule back to the profile, over to any of `others` (labels; its own may be among them), or
///   to `unconfined`, from where every label is open.
/// * stack: under no_new_privs the kernel keeps only those members of the stack that were there already
///   (aa_label_is_unconfined_subset with the label of the first change under no_new_privs; domain.c), so not
///   `hat`. change_hat would lose the profile, and fails. For change_profile both the profile and `hat` must
///   have a rule; the kernel says that they have none for the profile alone, nor for a stack of it with any
///   of `others`.
/// Not seen: rules that an exec of a certain program conditions (`change_profile /bin/x -> …`), which are the
/// policy's own word, as px and ux are.
void prove_seal(Attr& attr, const Start& start, const HatName& hat, SealProof proof,
                const std::vector<std::string>& others);

}  // namespace aahat
