#include "accounts/passwd.h"

#include "accounts/fields.h"
#include "accounts/lines.h"

namespace aahat {
namespace {

constexpr std::size_t longest_line = 65536;

/// A line of passwd(5), as views into it.
struct Entry {
  std::string_view name;
  uid_t uid;
  gid_t gid;
  std::string_view home;
  std::string_view shell;
};

std::optional<Entry> parse(std::string_view line) {
  const auto fields = split_fields<7>(line);
  if (!fields) return std::nullopt;
  const auto& [name, password, uid_text, gid_text, comment, home, shell] = *fields;
  const auto uid = id_number(uid_text);
  const auto gid = id_number(gid_text);
  if (name.empty() || !uid || !gid) return std::nullopt;
  return Entry{name, *uid, *gid, home, shell};
}

User user_of(const Entry& entry) {
  return {std::string(entry.name), entry.uid, entry.gid, std::string(entry.home), std::string(entry.shell)};
}

}  // namespace

std::optional<User> find_user(Source& passwd, std::string_view name) {
  Lines lines(passwd, longest_line);
  while (const auto line = lines.next()) {
    if (!line->starts_with(name)) continue;
    // Compared again after parsing: a name with a colon in it would match across fields.
    const auto entry = parse(*line);
    if (entry && entry->name == name) return user_of(*entry);
  }
  return std::nullopt;
}

std::optional<User> find_user(Source& passwd, uid_t uid) {
  Lines lines(passwd, longest_line);
  while (const auto line = lines.next()) {
    const auto entry = parse(*line);
    if (entry && entry->uid == uid) return user_of(*entry);
  }
  return std::nullopt;
}

void for_each_user(Source& passwd, const std::function<void(const User&)>& visit) {
  Lines lines(passwd, longest_line);
  while (const auto line = lines.next()) {
    if (const auto entry = parse(*line)) visit(user_of(*entry));
  }
}

}  // namespace aahat
