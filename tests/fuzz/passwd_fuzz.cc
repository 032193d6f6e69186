// passwd(5) of arbitrary bytes.
#include <vector>

#include "../unit/memory_file.h"
#include "accounts/accounts.h"
#include "accounts/lines.h"
#include "fuzz.h"

namespace aahat {
namespace {

std::vector<std::string> lines_in(const MemoryFile& file, std::size_t piece) {
  Lines lines(open_regular(file.path()), "passwd", 65536, piece);
  std::vector<std::string> out;
  while (const auto line = lines.next()) out.emplace_back(*line);
  return out;
}

void require_valid(const User& user) {
  require(!user.name.empty() && user.uid != ~uid_t{0} && user.gid != ~gid_t{0});
  for (const std::string& field : {user.name, user.home, user.shell}) {
    require(field.find_first_of(std::string_view(":\n\0", 3)) == std::string::npos);
  }
}

void require_found(const MemoryFile& file, const User& user) {
  require(find_user(user.name, file.path()).value().name == user.name);
  require(find_user(user.uid, file.path()).value().uid == user.uid);
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const MemoryFile file(text_of(data, size));
  may_refuse([&] {
    require(lines_in(file, 3) == lines_in(file, 16384));
    for_each_user(
        [&](const User& user) {
          require_valid(user);
          require_found(file, user);
        },
        file.path());
  });
  return 0;
}
