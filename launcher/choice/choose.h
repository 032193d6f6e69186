// Which hat: rules and orders, with the kernel's word on which hats exist.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.h"
#include "entry/start.h"
#include "plan/plan.h"

namespace aahat {

/// One hat to try, and the word that named it (nothing: a rule).
struct Candidate {
  HatName hat;
  std::optional<OrderWord> word;
};

/// Who asks for a hat. A name is looked up only where a word of the order asks for it; it is empty where
/// there is none (a gid without a group).
struct Subject {
  using Name = std::function<std::string()>;
  std::string pool = {};
  Name user = {};
  Name primary_group = {};
};

/// The hats to try, in turn: of a rule only the rule's hat, since a rule is final; else one for each word of
/// `order` whose name can be a hat's. A name outside the hats' grammar names no hat that exists, so its word
/// is passed over; so is a pool, user or group called DEFAULT, which must not reach the hat of the word
/// `default`.
std::vector<Candidate> candidates(const std::optional<HatName>& rule, const Order& order,
                                  const Subject& subject);

/// The names of `user`, for the words of an order.
Subject subject_of(const User& user);

/// Chooses hats for one process in its profile.
class Chooser {
 public:
  /// All three must outlive it.
  Chooser(Attr& attr, const Plan& plan, const Start& start) : attr_(attr), plan_(plan), start_(start) {}

  /// Throws Refusal where the host's administrator does not allow `hat` in this container: a name that the
  /// image gave to a user or a group must not lead further than an annotation may.
  void require_allowed(const HatName& hat) const;

  /// The hat of pool `subject.pool`. Throws Refusal where neither a rule nor pool-order gives one: a pool is
  /// never left without.
  Candidate for_pool(const Subject& subject) const;

  /// The hat of the user called `name`, or nothing where no hat exists and session=optional lets the user run
  /// in the profile itself. A rule whose hat does not exist is refused, session=optional or not.
  std::optional<Candidate> for_user(const std::string& name, const Subject& subject) const;

  /// The hat `role`, which the user called `name` asks for. Throws Refusal unless it is one of the user's
  /// roles and exists. What `role` holds is the user's: it is compared, and nothing else.
  HatName role(std::string_view name, std::string_view role) const;

  /// The first of `candidates` whose hat exists, or nothing. Throws Refusal where the host does not allow
  /// that one.
  std::optional<Candidate> first_that_exists(const std::vector<Candidate>& candidates) const;

  /// Whether `hat` is loaded. Asks the kernel once for each: thousands of users may share a group, and all
  /// share DEFAULT.
  bool exists(const HatName& hat) const;

 private:
  Attr& attr_;
  const Plan& plan_;
  const Start& start_;
  mutable std::map<HatName, bool> known_;
};

/// The hat of `user`: `role`, where one is asked for; else what rule, order and session give.
std::optional<HatName> hat_of(const Chooser& choose, const User& user,
                              const std::optional<std::string>& role);

/// The user called `name`. Throws Refusal where the container has none.
User user_named(const std::string& name);

/// Who calls, by its real uid: the first of passwd's users that have it, as getpwuid(3) has it. The
/// environment says nothing about who somebody is. Nothing where passwd has no such uid.
std::optional<User> calling_user();

/// The same; throws Refusal where passwd has no such uid.
User known_calling_user();

}  // namespace aahat
