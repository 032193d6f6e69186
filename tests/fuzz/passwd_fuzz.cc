// passwd(5) of arbitrary bytes.
#include <vector>

#include "accounts/passwd.h"
#include "fuzz.h"
#include "pieces.h"

namespace aahat {
namespace {

std::vector<User> users_in(Source& passwd) {
  std::vector<User> users;
  for_each_user(passwd, [&](const User& user) { users.push_back(user); });
  return users;
}

void require_valid(const User& user) {
  require(!user.name.empty() && user.uid != ~uid_t{0} && user.gid != ~gid_t{0});
  for (const std::string& field : {user.name, user.home, user.shell}) {
    require(field.find_first_of(std::string_view(":\n\0", 3)) == std::string::npos);
  }
}

void require_found(std::string_view text, const User& user) {
  TextSource by_name(text);
  require(find_user(by_name, user.name).value().name == user.name);
  TextSource by_uid(text);
  require(find_user(by_uid, user.uid).value().uid == user.uid);
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  const std::string_view text = text_of(data, size);
  may_refuse([&] {
    TextSource whole(text);
    Pieces pieces(text);
    const std::vector<User> users = users_in(whole);
    require(users_in(pieces).size() == users.size());
    for (const User& user : users) {
      require_valid(user);
      require_found(text, user);
    }
  });
  return 0;
}
