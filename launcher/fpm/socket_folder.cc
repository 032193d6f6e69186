#include "fpm/socket_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

#include "errors/escape.h"
#include "errors/refusal.h"
#include "fpm/socket_file.h"

namespace aahat {
namespace {

constexpr int most_links = 40;  // MAXSYMLINKS of the kernel's include/linux/namei.h

enum class Place { on_the_way, holds_socket };

[[noreturn]] void refuse(const std::string& pool, const std::string& why, const std::string& what) {
  throw Refusal({keep_socket, pool, why + escaped(what),
                 "let the socket lie in a folder that root alone can write, or allow it with "
                 "io.aa-hat.listen=shared"});
}

/// Whether `peer` could put something else in the place of what lies in the folder. In a sticky one (/tmp)
/// nobody replaces what is another's, but for the folder's owner. And a socket that is yet to be made can be
/// forestalled.
bool can_replace(const SocketAccess& folder, Place place, const Peer& peer) {
  const bool keeps = place == Place::on_the_way && (folder.mode & S_ISVTX) != 0;
  return keeps ? peer.uid == folder.owner : lets_in(folder, peer);
}

void require_closed(const std::string& pool, const std::string& folder, Place place,
                    const std::vector<Peer>& peers) {
  const auto access = file_access(folder);
  for (const Peer& peer : peers) {
    if (!access || !can_replace(*access, place, peer)) continue;
    refuse(pool, peer.who + " could put something else in its place: it can write the folder ", folder);
  }
}

/// In a sticky folder a link's owner can replace it, whatever the folder's mode forbids.
void require_safe_link(const std::string& pool, const std::string& link, uid_t owner,
                       const std::vector<Peer>& peers) {
  for (const Peer& peer : peers) {
    if (peer.uid == owner) refuse(pool, peer.who + " could lead it elsewhere: it owns the link ", link);
  }
}

std::string target_of(const std::string& pool, const std::string& link) {
  std::array<char, PATH_MAX> target;
  const ssize_t size = readlink(link.c_str(), target.data(), target.size());
  if (size <= 0) refuse(pool, "a link on its way cannot be read: ", link);
  return {target.data(), static_cast<std::size_t>(size)};
}

/// Takes the first word off a path.
std::string take_word(std::string& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of('/'), rest.size());
  const std::size_t end = std::min(rest.find('/', begin), rest.size());
  std::string word = rest.substr(begin, end - begin);
  rest.erase(0, end);
  return word;
}

std::string beside(const std::string& folder, const std::string& word) {
  if (word == "..") return folder.substr(0, std::max<std::size_t>(folder.rfind('/'), 1));
  return folder == "/" ? "/" + word : folder + "/" + word;
}

}  // namespace

// Goes the kernel's way, link by link: behind a link there may be another, in a folder that a tenant can
// write.
void SocketFolders::require_all_safe(const std::string& pool, const std::string& folder) {
  std::string here = "/";
  std::string rest = folder;
  int links = 0;
  for (std::string word = take_word(rest); !word.empty(); word = take_word(rest)) {
    if (word == ".") continue;
    require_closed(pool, here, Place::on_the_way, peers_);
    const std::string next = beside(here, word);
    struct stat status {};
    // Who can make what is missing here decides what php-fpm will find.
    if (lstat(next.c_str(), &status) != 0) break;
    if (!S_ISLNK(status.st_mode)) {
      here = next;
      continue;
    }
    if (++links > most_links) refuse(pool, "there are too many links on its way: ", folder);
    require_safe_link(pool, next, status.st_uid, peers_);
    rest.insert(0, target_of(pool, next));
    if (rest.starts_with('/')) here = "/";
  }
  require_closed(pool, here, Place::holds_socket, peers_);
}

void SocketFolders::require_safe(const std::string& pool, const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/'));
  if (safe_.contains(folder)) return;
  require_all_safe(pool, folder);
  safe_.insert(folder);
}

}  // namespace aahat
