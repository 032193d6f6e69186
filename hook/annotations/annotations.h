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

/// Whether one of `annotations` is ours, known or not: `io.aa-hat.` in front. A near miss (`io.aa-hat`,
/// `IO.aa-hat.x`) is not ours; the host's `require` is there for those.
bool has_our_annotation(const Annotations& annotations);

/// Reads all keys under `io.aa-hat.` (others are passed over). Adds a finding to `wrong` for each that it
/// cannot take, and leaves it out of the rules, which then are good for nothing but to find more that is
/// wrong: an unknown key, a key whose effect is not built, an empty or malformed value, a doubled word, a
/// subject or hat name outside its grammar.
Rules parse_annotations(const Annotations& annotations, std::vector<Finding>& wrong);

}  // namespace aahat
