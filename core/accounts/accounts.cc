#include "accounts/accounts.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <limits>
#include <set>

#include "accounts/lines.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::size_t longest_passwd_line = 65536;
constexpr std::size_t longest_group_line = std::size_t{16} << 20U;
constexpr std::size_t most_groups = 65536;  // NGROUPS_MAX, setgroups(2)

/// `line` split at its colons; nothing where it has not exactly `count` fields, or holds a NUL byte, at which
/// a C string would end: name and home must not mean one thing here and another to who uses them.
template <std::size_t count>
std::optional<std::array<std::string_view, count>> split_fields(std::string_view line) {
  if (line.find('\0') != std::string_view::npos) return std::nullopt;
  std::array<std::string_view, count> fields;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields[i] = line.substr(0, colon);
    line.remove_prefix(colon + 1);
  }
  if (line.find(':') != std::string_view::npos) return std::nullopt;
  fields.back() = line;
  return fields;
}

/// A uid or gid: decimal digits and nothing else, less than 4294967295, which setuid(2) and chown(2) take for
/// "none" or "leave it".
std::optional<std::uint32_t> id_number(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (number == std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return number;
}

/// A line of passwd(5), as views into it: most lines are not the one that is looked for.
struct PasswdEntry {
  std::string_view name;
  uid_t uid;
  gid_t gid;
  std::string_view home;
  std::string_view shell;

  User user() const { return {std::string(name), uid, gid, std::string(home), std::string(shell)}; }
};

std::optional<PasswdEntry> passwd_entry(std::string_view line) {
  const auto fields = split_fields<7>(line);
  if (!fields) return std::nullopt;
  const auto& [name, password, uid_text, gid_text, comment, home, shell] = *fields;
  const auto uid = id_number(uid_text);
  const auto gid = id_number(gid_text);
  if (name.empty() || !uid || !gid) return std::nullopt;
  return PasswdEntry{name, *uid, *gid, home, shell};
}

std::optional<Group> group_entry(std::string_view line) {
  const auto fields = split_fields<4>(line);
  if (!fields) return std::nullopt;
  const auto& [name, password, gid_text, members] = *fields;
  const auto gid = id_number(gid_text);
  if (name.empty() || !gid) return std::nullopt;
  return Group{name, *gid, members};
}

Lines lines_of(const std::string& path, std::size_t longest) {
  return {open_regular_if_there(path), path, longest};
}

bool lists(const Group& group, std::string_view name) {
  bool found = false;
  group.for_each_member([&](std::string_view member) { found = found || member == name; });
  return found;
}

}  // namespace

void Group::for_each_member(const std::function<void(std::string_view)>& visit) const {
  for (std::string_view rest = members; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(','));
    const std::string_view member = word.substr(std::min(word.find_first_not_of(" \t"), word.size()));
    if (!member.empty()) visit(member);
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
  }
}

std::optional<User> find_user(std::string_view name, const std::string& path) {
  Lines lines = lines_of(path, longest_passwd_line);
  while (const auto line = lines.next()) {
    if (!line->starts_with(name)) continue;
    // Compared again after parsing: a name with a colon in it would match across fields.
    const auto entry = passwd_entry(*line);
    if (entry && entry->name == name) return entry->user();
  }
  return std::nullopt;
}

std::optional<User> find_user(uid_t uid, const std::string& path) {
  Lines lines = lines_of(path, longest_passwd_line);
  while (const auto line = lines.next()) {
    const auto entry = passwd_entry(*line);
    if (entry && entry->uid == uid) return entry->user();
  }
  return std::nullopt;
}

void for_each_user(const std::function<void(const User&)>& visit, const std::string& path) {
  for_each_user(visit, open_regular_if_there(path), path);
}

void for_each_user(const std::function<void(const User&)>& visit, Fd passwd, const std::string& path) {
  Lines lines(std::move(passwd), path, longest_passwd_line);
  while (const auto line = lines.next()) {
    if (const auto entry = passwd_entry(*line)) visit(entry->user());
  }
}

void for_each_group(const std::function<void(const Group&)>& visit, const std::string& path) {
  Lines lines = lines_of(path, longest_group_line);
  while (const auto line = lines.next()) {
    if (const auto entry = group_entry(*line)) visit(*entry);
  }
}

std::optional<std::string> group_name(gid_t gid, const std::string& path) {
  Lines lines = lines_of(path, longest_group_line);
  while (const auto line = lines.next()) {
    const auto entry = group_entry(*line);
    if (entry && entry->gid == gid) return std::string(entry->name);
  }
  return std::nullopt;
}

std::vector<gid_t> groups_of(const User& user, const std::string& path) {
  std::set<gid_t> gids{user.gid};
  for_each_group(
      [&](const Group& group) {
        if (!lists(group, user.name)) return;
        gids.insert(group.gid);
        if (gids.size() <= most_groups) return;
        throw Refusal(
            {"list the groups of", user.name, "they are more than 65536, the most the kernel takes", ""});
      },
      path);
  return {gids.begin(), gids.end()};
}

}  // namespace aahat
