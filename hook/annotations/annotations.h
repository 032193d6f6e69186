// Annotation text → Rules.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "errors/refusal.h"
#include "rules/rules.h"

namespace aahat {

/// Annotations by key. A map: doubled keys have been refused by whoever read the JSON.
using Annotations = std::map<std::string, std::string, std::less<>>;

inline constexpr std::string_view annotation_prefix = "io.aa-hat.";

/// Whether `key` is plainly meant for us, even if it is not spelt as our keys are: it begins with
/// `io.aa.hat.` or `io.aahat.` once letters are in lower case, `/ _ -` and blanks are dots, several dots are
/// one and none is in front. A container that has only such a key is handled, and refused. Passed over, it
/// would start unprotected, and nobody would be told. `io.aa-hatch.x` is not meant for us,
/// and neither is `io.aa-hat`, which names nothing.
bool is_meant_for_us(std::string_view key);

/// Reads `annotations`, all of which are meant for us. Adds a finding to `wrong` for each that it cannot
/// take, and leaves it out of the rules, which then are good for nothing but to find more that is wrong: a
/// key that is not spelt as ours are, an unknown key, a key whose effect is not built, an empty or malformed
/// value, a doubled word, a subject or hat name outside its grammar. What is neither in the rules nor in
/// `wrong` does not exist: no key is passed over.
Rules parse_annotations(const Annotations& annotations, std::vector<Finding>& wrong);

}  // namespace aahat
