// group(5) of arbitrary bytes.
#include <algorithm>

#include "accounts/group.h"
#include "fuzz.h"
#include "pieces.h"

namespace aahat {
namespace {

void require_member(std::string_view text, const Group& group, std::string_view member) {
  const User user{std::string(member), 1, 1, "", ""};
  TextSource whole(text);
  const std::vector<gid_t> groups = groups_of(whole, user);
  require(std::binary_search(groups.begin(), groups.end(), group.gid));
  Pieces pieces(text);
  require(groups_of(pieces, user) == groups);
}

void require_consistent(std::string_view text, const Group& group) {
  require(!group.name.empty() && group.gid != ~gid_t{0});
  TextSource whole(text);
  require(group_name(whole, group.gid).has_value());
  group.for_each_member([&](std::string_view member) { require_member(text, group, member); });
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::string_view text = text_of(data, size);
  may_refuse([&] {
    TextSource whole(text);
    for_each_group(whole, [&](const Group& group) { require_consistent(text, group); });
  });
  return 0;
}
