#include "socket_folder.h"

#include <sys/stat.h>

#include <cstdlib>
#include <memory>

#include "escape.h"
#include "refusal.h"
#include "socket_file.h"

namespace aahat {
namespace {

enum class Place { on_the_way, holds_socket };

void require_closed(const std::string& pool, const std::string& folder, Place place,
                    const std::vector<Actor>& actors) {
  struct stat status {};
  // A link's own mode says nothing: who could replace it can write the folder that it lies in. Where there is
  // no folder, php-fpm will tell that it cannot bind.
  if (lstat(folder.c_str(), &status) != 0 || S_ISLNK(status.st_mode)) return;
  // In a sticky folder (/tmp) nobody replaces what is another's. But a socket that is yet to be made can be
  // forestalled.
  if (place == Place::on_the_way && (status.st_mode & S_ISVTX) != 0) return;
  const auto access = file_access(folder);
  for (const Actor& actor : actors) {
    if (!access || !lets_in(*access, actor)) continue;
    throw Refusal(
        {keep_socket, pool,
         actor.who + " could put something else in its place: it can write the folder " + escaped(folder),
         "let the socket lie in a folder that root alone can write, or allow it with "
         "io.aa-hat.listen=shared"});
  }
}

}  // namespace

/// "/run/php" is "/", "/run" and "/run/php".
void SocketFolders::require_all_safe(const std::string& pool, const std::string& folder) {
  if (safe_.contains(folder)) return;
  require_closed(pool, "/", Place::on_the_way, actors_);
  for (std::size_t at = folder.find('/', 1); at != std::string::npos; at = folder.find('/', at + 1)) {
    require_closed(pool, folder.substr(0, at), Place::on_the_way, actors_);
  }
  require_closed(pool, folder, Place::holds_socket, actors_);
  safe_.insert(folder);
}

void SocketFolders::require_safe(const std::string& pool, const std::string& path) {
  const std::size_t last = path.rfind('/');
  const std::string folder = last == 0 ? "/" : path.substr(0, last);
  require_all_safe(pool, folder);
  const std::unique_ptr<char, void (*)(void*)> real(realpath(folder.c_str(), nullptr), std::free);
  if (real) require_all_safe(pool, real.get());
}

}  // namespace aahat
