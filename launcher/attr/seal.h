// Proving that code in a hat cannot leave it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attr/attr.h"
#include "label/label.h"

namespace aahat {

/// What is known of no_new_privs, and from when.
enum class NoNewPrivs { never_set, set_after_entry, set_before_entry /* so that `hat` was stacked */ };

/// Throws Refusal unless code in `hat` (where this process now is) cannot leave it through AppArmor's own
/// interfaces.
/// * no_new_privs was clear before entry and is set now: the kernel lets nobody out.
/// * It was never set: the kernel says both that `hat` is a child profile, by answering ECHILD to permhat of
///   its own name (never another name: an absent sibling answers the same), and that its policy has no
///   change_profile rule back to `profile`, over to any of `others` (labels; its own may be among them), or
///   to `unconfined`, from where every label is open.
/// * It was set before: then the kernel keeps only those members of the stack that were there already
///   (aa_label_is_unconfined_subset with the label of the first change under no_new_privs; domain.c), so not
///   `hat`. change_hat would lose `profile`, and fails. For change_profile both `profile` and `hat` must have
///   a rule; the kernel says that they have none for `profile` alone, nor for a stack of it with any of
///   `others`.
/// Not seen: rules that an exec of a certain program conditions (`change_profile /bin/x -> …`), which are the
/// policy's own word, as px and ux are.
void prove_seal(Attr& attr, const ProfileName& profile, const HatName& hat, NoNewPrivs no_new_privs,
                const std::vector<std::string>& others);

}  // namespace aahat
