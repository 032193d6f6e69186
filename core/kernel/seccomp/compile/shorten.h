// A program → a shorter one that answers the same.
#pragma once

#include <linux/filter.h>

#include <vector>

namespace aahat {

/// libseccomp writes a comparison for every number that has a rule, though neighbours often have the same
/// one. The kernel checks and compiles a filter at each start of a tenant, which takes as long as the filter
/// is long: so it is the length that counts here.
///
/// What comes back has a binary search for the range that the number is in (answers.h), and the answer of
/// that range; where a call's arguments decide, it goes on with `program`'s own instructions. It is `program`
/// itself where its answers are not to be told, and where nothing would be gained.
///
/// `program` is one that the kernel would take, as for answers_of().
std::vector<sock_filter> shorten(const std::vector<sock_filter>& program);

}  // namespace aahat
