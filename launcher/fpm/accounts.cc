#include "fpm/accounts.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace aahat {

std::optional<id_t> decimal_id(std::string_view text) {
  id_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  if (number == std::numeric_limits<id_t>::max()) return std::nullopt;
  return number;
}

// emplace keeps the first entry of a name or number, as libc's files do.
Accounts::Accounts(const std::string& passwd, const std::string& group) {
  for_each_user(
      [&](const User& user) {
        users_.emplace(user.name, user);
        user_names_.emplace(user.uid, user.name);
      },
      passwd);
  for_each_group(
      [&](const Group& entry) {
        groups_.emplace(entry.name, entry.gid);
        group_names_.emplace(entry.gid, entry.name);
        entry.for_each_member(
            [&](std::string_view member) { groups_by_member_[std::string(member)].push_back(entry.gid); });
      },
      group);
}

std::optional<User> Accounts::user(std::string_view name) const {
  if (const auto uid = decimal_id(name)) {
    const auto named = user_names_.find(*uid);
    if (named == user_names_.end()) return std::nullopt;
    User user = users_.find(named->second)->second;
    user.uid = *uid;
    return user;
  }
  return user_named(name);
}

std::optional<User> Accounts::user_named(std::string_view name) const {
  const auto found = users_.find(name);
  return found == users_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<gid_t> Accounts::group(std::string_view name) const {
  if (const auto gid = decimal_id(name)) return gid;
  const auto found = groups_.find(name);
  return found == groups_.end() ? std::nullopt : std::optional(found->second);
}

std::string Accounts::group_name(gid_t gid) const {
  const auto found = group_names_.find(gid);
  return found == group_names_.end() ? "" : found->second;
}

std::vector<gid_t> Accounts::groups_of(const std::string& user, gid_t gid) const {
  std::vector<gid_t> out{gid};
  const auto found = groups_by_member_.find(user);
  if (found != groups_by_member_.end()) out.insert(out.end(), found->second.begin(), found->second.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace aahat
