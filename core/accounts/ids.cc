#include "accounts/ids.h"

#include "accounts/group.h"
#include "accounts/passwd.h"
#include "accounts/source.h"

namespace aahat {

std::optional<User> find_user(std::string_view name, const std::string& path) {
  FileSource file(path);
  return find_user(file, name);
}

std::optional<User> find_user(uid_t uid, const std::string& path) {
  FileSource file(path);
  return find_user(file, uid);
}

void for_each_user(const std::function<void(const User&)>& visit, const std::string& path) {
  FileSource file(path);
  for_each_user(file, visit);
}

std::optional<std::string> group_name(gid_t gid, const std::string& path) {
  FileSource file(path);
  return group_name(file, gid);
}

void for_each_group(const std::function<void(const Group&)>& visit, const std::string& path) {
  FileSource file(path);
  for_each_group(file, visit);
}

std::vector<gid_t> groups_of(const User& user, const std::string& path) {
  FileSource file(path);
  return groups_of(file, user);
}

}  // namespace aahat
