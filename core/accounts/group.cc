#include "accounts/group.h"

#include <algorithm>
#include <set>

#include "accounts/fields.h"
#include "accounts/lines.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::size_t longest_line = std::size_t{16} << 20U;
constexpr std::size_t most_groups = 65536;  // NGROUPS_MAX, setgroups(2)

std::optional<Group> parse(std::string_view line) {
  const auto fields = split_fields<4>(line);
  if (!fields) return std::nullopt;
  const auto& [name, password, gid_text, members] = *fields;
  const auto gid = id_number(gid_text);
  if (name.empty() || !gid) return std::nullopt;
  return Group{name, *gid, members};
}

bool lists(const Group& group, std::string_view name) {
  bool found = false;
  group.for_each_member([&](std::string_view member) { found = found || member == name; });
  return found;
}

void add(std::set<gid_t>& gids, gid_t gid, const User& user) {
  gids.insert(gid);
  if (gids.size() > most_groups) {
    throw Refusal(
        {"list the groups of", user.name, "they are more than 65536, the most the kernel takes", ""});
  }
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

void for_each_group(Source& group, const std::function<void(const Group&)>& visit) {
  Lines lines(group, longest_line);
  while (const auto line = lines.next()) {
    if (const auto entry = parse(*line)) visit(*entry);
  }
}

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
    if (entry && lists(*entry, user.name)) add(gids, entry->gid, user);
  }
  return {gids.begin(), gids.end()};
}

}  // namespace aahat
