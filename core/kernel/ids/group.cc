#include "group.h"

#include <algorithm>
#include <set>

#include "fields.h"
#include "lines.h"
#include "refusal.h"

namespace aahat {
namespace {

constexpr std::size_t longest_line = std::size_t{16} << 20U;
constexpr std::size_t most_groups = 65536;  // NGROUPS_MAX, setgroups(2)

/// A line of group(5), as views into it.
struct Entry {
  std::string_view name;
  gid_t gid;
  std::string_view members;
};

std::optional<Entry> parse(std::string_view line) {
  const auto fields = split_fields<4>(line);
  if (!fields) return std::nullopt;
  const auto& [name, password, gid_text, members] = *fields;
  const auto gid = id_number(gid_text);
  if (name.empty() || !gid) return std::nullopt;
  return Entry{name, *gid, members};
}

/// Whether `name` is in `members`, "NAME,NAME,…". As glibc has it, blanks before a name do not count, and
/// between two commas there is nobody.
bool lists(std::string_view members, std::string_view name) {
  if (name.empty()) return false;
  while (!members.empty()) {
    const std::string_view word = members.substr(0, members.find(','));
    const std::size_t blanks = std::min(word.find_first_not_of(" \t"), word.size());
    if (word.substr(blanks) == name) return true;
    members.remove_prefix(std::min(word.size() + 1, members.size()));
  }
  return false;
}

void add(std::set<gid_t>& gids, gid_t gid, const User& user) {
  gids.insert(gid);
  if (gids.size() > most_groups) {
    throw Refusal(
        {"list the groups of", user.name, "they are more than 65536, the most the kernel takes", ""});
  }
}

}  // namespace

std::optional<std::string> group_name(Source& group, gid_t gid) {
  Lines lines(group, longest_line);
  while (const auto line = lines.next()) {
    const auto entry = parse(*line);
    if (entry && entry->gid == gid) return std::string(entry->name);
  }
  return std::nullopt;
}

std::vector<gid_t> groups_of(Source& group, const User& user) {
  std::set<gid_t> gids{user.gid};
  Lines lines(group, longest_line);
  while (const auto line = lines.next()) {
    const auto entry = parse(*line);
    if (entry && lists(entry->members, user.name)) add(gids, entry->gid, user);
  }
  return {gids.begin(), gids.end()};
}

}  // namespace aahat
