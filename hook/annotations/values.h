// The values that have a grammar of their own: lists, and the path of a shell. This room's own header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "errors/escape.h"
#include "rules/names.h"
#include "rules/words.h"

namespace aahat {

/// Throws the Refusal `cannot use the annotation "KEY": REASON`. Foreign text in `reason` and `hint` has been
/// through quoted() or escaped().
[[noreturn]] void refuse_annotation(std::string_view key, std::string reason, std::string hint);

/// Foreign text for a reason or hint.
inline std::string quoted(std::string_view text) { return "\"" + escaped(text) + "\""; }

// In lists, words have `:`, commas or blanks between them. Documents write `:`, which passes unharmed through
// all that annotations are written in: podman 4.3 splits its --annotation at commas, and Quadlet cuts its
// Annotation= at blanks. Several separators count as one, as strtok(3) has it in pam_apparmor.

/// The value of `order`, in the grammar of pam_apparmor(8)'s option of that name: `user`, `group`, `default`
/// in any case, and optionally `order=` (any case) in front. Throws Refusal naming `key` for another word
/// (`pool` too), a doubled one, or none.
Order parse_order(std::string_view key, std::string_view value);

/// The value of `pool-order`: the words `pool`, `user`, `group`, `default`, exactly so, with the same errors.
/// It has no older form to be kind to.
Order parse_pool_order(std::string_view key, std::string_view value);

/// The value of `roles.NAME`: names of hats, none of which can hold a separator. Throws Refusal naming `key`
/// for what is none, a doubled one, or an empty list.
std::vector<HatName> parse_roles(std::string_view key, std::string_view value);

/// The path of a login shell: absolute, up to 1024 bytes of printable ASCII without blanks, without empty
/// parts, `.` and `..`, and not in /run/aa-hat, where the launcher itself lies. (Links are seen only in the
/// container: see launcher/login.) Throws Refusal naming `key` for anything else.
std::string parse_shell(std::string_view key, std::string_view value);

}  // namespace aahat
