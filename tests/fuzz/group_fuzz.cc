// group(5) of arbitrary bytes.
#include <algorithm>

#include "../unit/memory_file.h"
#include "accounts/accounts.h"
#include "fuzz.h"

namespace aahat {
namespace {

void require_consistent(const MemoryFile& file, const Group& group) {
  require(!group.name.empty() && group.gid != ~gid_t{0});
  require(group_name(group.gid, file.path()).has_value());
  group.for_each_member([&](std::string_view member) {
    const std::vector<gid_t> groups = groups_of(User{std::string(member), 1, 1, "", ""}, file.path());
    require(std::binary_search(groups.begin(), groups.end(), group.gid));
  });
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const MemoryFile file(text_of(data, size));
  may_refuse(
      [&] { for_each_group([&](const Group& group) { require_consistent(file, group); }, file.path()); });
  return 0;
}
