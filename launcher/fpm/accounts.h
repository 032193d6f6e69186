// The container's users and groups, as php-fpm looks them up.
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.h"

namespace aahat {

/// All of passwd and group, each read once: a master asks about each of its pools, and about each user that
/// has a rule, and must not read the files anew for each.
class Accounts {
 public:
  explicit Accounts(const std::string& passwd = passwd_path, const std::string& group = group_path);

  /// The user called `name`, or with this uid where `name` is all digits (fpm_unix_is_id in
  /// sapi/fpm/fpm/fpm_unix.c).
  std::optional<User> user(std::string_view name) const;

  /// The user called `name`, digits or not.
  std::optional<User> user_named(std::string_view name) const;

  /// The gid of group `name`, or the number itself where `name` is all digits.
  std::optional<gid_t> group(std::string_view name) const;

  /// The name of group `gid`, or "".
  std::string group_name(gid_t gid) const;

  /// What initgroups(3) sets for `user` with `gid` as the primary group.
  std::vector<gid_t> groups_of(const std::string& user, gid_t gid) const;

  /// All users by name, the first entry of each.
  const std::map<std::string, User, std::less<>>& users() const { return users_; }

 private:
  std::map<std::string, User, std::less<>> users_;
  std::map<uid_t, std::string> user_names_;
  std::map<std::string, gid_t, std::less<>> groups_;
  std::map<gid_t, std::string> group_names_;
  std::map<std::string, std::vector<gid_t>, std::less<>> groups_by_member_;
};

/// `text` as a decimal id, if it is all digits and one that setuid(2) takes.
std::optional<id_t> decimal_id(std::string_view text);

}  // namespace aahat
