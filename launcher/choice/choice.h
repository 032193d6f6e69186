// Rules → which hats to try for one pool or user. Pure: that a hat exists is for the caller to ask the
// kernel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/hat_name.h"
#include "rules/words.h"

namespace aahat {

/// One hat to try, and the word that named it (nothing: a rule).
struct Candidate {
  HatName hat;
  std::optional<OrderWord> word;
};

/// Who asks for a hat. Names that are not known (a gid without a group) are empty.
struct Subject {
  std::string pool;
  std::string user;
  std::string primary_group;
};

/// The hats to try, in turn: of a rule only the rule's hat, since a rule is final; else one for each word of
/// `order` whose name can be a hat's. A name outside the hats' grammar names no hat that exists, so its word
/// is passed over; so is a pool, user or group called DEFAULT, which must not reach the hat of the word
/// `default`.
std::vector<Candidate> candidates(const std::optional<HatName>& rule, const Order& order,
                                  const Subject& subject);

}  // namespace aahat
