#include "fpm/program.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>
#include <string_view>

#include "errors/refusal.h"

namespace aahat {
namespace {

bool is_program(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0;
}

std::optional<std::string> search(std::string_view folders, const std::string& name) {
  while (!folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
    const std::string path = std::string(folder) + "/" + name;
    if (folder.starts_with('/') && is_program(path)) return path;
  }
  return std::nullopt;
}

}  // namespace

std::string find_program(const std::string& name) {
  if (name.starts_with('/')) {
    if (!is_program(name)) throw Refusal({"start", name, "it is not an executable file", ""});
    return name;
  }
  if (name.empty() || name.find('/') != std::string::npos) {
    throw Refusal({"start", name, "give an absolute path, or a name that $PATH finds", ""});
  }
  const char* folders = std::getenv("PATH");
  const auto found = search(folders != nullptr ? folders : "/usr/sbin:/usr/bin:/sbin:/bin", name);
  if (!found) throw Refusal({"start", name, "$PATH finds no such program", ""});
  return *found;
}

}  // namespace aahat
