// The plan as the launcher reads it: views into the file's bytes, looked up by binary search, so that a start
// costs the same with 10 rules as with 10,000. This is the only format that the launcher parses as a plan.
//
// Written form, version 1, text but for the last part; lines end in \n:
//
//   aa-hat-plan 1
//   profile NAME                 the rest of the line
//   order WORD,WORD              possibly empty, as in pool-order
//   pool-order WORD,…
//   session required|optional
//   seal required|off
//   listen private|shared
//   no-new-privs true|false
//   hats GLOB<tab>GLOB…          which the host's administrator allows
//   native true|false            whether he allows fpm --native, which cannot have no_new_privs
//   shell PATH                   possibly empty
//   engine LABEL                 possibly empty: the container engine's own profile, in unconfined mode
//   seccomp NAME                 possibly empty
//   table pool BYTES             then BYTES bytes of lines "NAME\tHAT", sorted by NAME as bytes, none twice
//   table user BYTES             the same
//   table roles BYTES            lines "NAME\tHAT,HAT,…"
//   table shell BYTES            lines "NAME\tPATH"
//   table no-new-privs BYTES     lines "HAT\ttrue" or "HAT\tfalse"
//   table loaded BYTES           lines "HAT\tMODE": all that the kernel had below the profile at the start
//   table seccomp BYTES          lines "HAT\tNAME"
//   table filter BYTES           lines "NAME\tFLAGS OFFSET LENGTH", numbers in decimal
//   filters BYTES                then BYTES bytes: the programs (struct sock_filter, as the kernel takes
//                                it), each distinct one once, and the line
//   end
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "label/label.h"
#include "plan/filter.h"
#include "rules/glob.h"
#include "rules/names.h"
#include "rules/words.h"

namespace aahat {

/// Sorted lines "KEY\tVALUE\n".
class Table {
 public:
  Table() = default;
  /// `lines` is empty or ends in \n; it is not checked here beyond that (that would read all of it): find()
  /// and the iteration refuse a line that has no tab.
  explicit Table(std::string_view lines) : lines_(lines) {}

  /// The value of `key`, in O(log lines), or nothing. Throws Refusal where a line on the way is malformed.
  std::optional<std::string_view> find(std::string_view key) const;

  /// Calls `visit(key, value)` for every line, in order.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::string_view rest = lines_; !rest.empty();) {
      const auto [key, value] = take_line(rest);
      visit(key, value);
    }
  }

 private:
  /// Splits the first line off `rest`. Throws Refusal where it has no tab or no end.
  static std::pair<std::string_view, std::string_view> take_line(std::string_view& rest);
  std::string_view lines_;
};

/// A plan. Holds views into the text it was read from, which must outlive it.
class Plan {
 public:
  /// Throws Refusal ("cannot read the plan") for another version, or anything that write_plan does not write.
  static Plan read(std::string_view text);

  const ProfileName& profile() const { return *profile_; }
  /// The profile, in unconfined mode, that the engine runs under; empty where there is none.
  std::string_view engine() const { return engine_; }
  const Order& order() const { return order_; }
  const Order& pool_order() const { return pool_order_; }
  Session session() const { return session_; }
  Seal seal() const { return seal_; }
  Listen listen() const { return listen_; }

  std::optional<HatName> hat_of_pool(std::string_view pool) const;
  std::optional<HatName> hat_of_user(std::string_view user) const;
  /// The hats that `user` may ask for beside its own: often none.
  std::vector<HatName> roles_of(std::string_view user) const;
  /// The login shell that the annotations give to `user`; empty: they give none.
  std::string_view shell_of(std::string_view user) const;
  bool no_new_privs(const HatName& hat) const;
  /// The switch where no hat is entered (session=optional's login in P does not ask it: it always has it).
  bool no_new_privs() const { return no_new_privs_; }

  /// Whether the host's administrator allows `hat`, whoever named it: a rule, an order, a command line.
  bool allows(const HatName& hat) const { return matches(allowed_, hat.text()); }
  bool allows_native() const { return native_; }
  /// The name of the seccomp profile of `hat`, or without one of whoever runs in the profile itself; nothing
  /// where there is none.
  std::optional<std::string_view> seccomp(const std::optional<HatName>& hat) const;
  /// Its compiled filter.
  std::optional<Filter> filter(const std::optional<HatName>& hat) const;

  /// Every hat that a rule or a role names, once. Reads all rules: only for what cannot be flat.
  std::vector<HatName> hats() const;

  const Table& pools() const { return pools_; }
  const Table& users() const { return users_; }
  /// All hats and child profiles of the profile when the container started, with their modes. Their names
  /// need not be HatNames.
  const Table& loaded() const { return loaded_; }
  const Table& roles() const { return roles_; }

 private:
  void take_head(std::string_view& rest);
  void take_tables(std::string_view& rest);

  std::optional<ProfileName> profile_;  // always there in what read() returns
  Order order_;
  Order pool_order_;
  Session session_ = Session::required;
  Seal seal_ = Seal::required;
  Listen listen_ = Listen::confined;
  bool no_new_privs_ = true;
  Globs allowed_;
  bool native_ = true;
  std::string_view shell_;
  Table pools_;
  Table users_;
  Table roles_;
  Table shells_;
  Table no_new_privs_of_;
  Table loaded_;
  std::string_view engine_;
  std::string_view seccomp_;
  Table seccomp_of_;
  Table filters_;
  std::string_view code_;
};

}  // namespace aahat
