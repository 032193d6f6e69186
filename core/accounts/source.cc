#include "accounts/source.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "errors/refusal.h"

namespace aahat {
namespace {

bool is_missing(const std::string& path) { return access(path.c_str(), F_OK) != 0 && errno == ENOENT; }

}  // namespace

FileSource::FileSource(std::string path) : path_(std::move(path)) {
  if (!is_missing(path_)) fd_ = open_regular(path_);
}

std::size_t FileSource::read(std::span<char> into) {
  if (!fd_) return 0;
  while (true) {
    const ssize_t got = ::read(fd_.get(), into.data(), into.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) throw Refusal({"read", path_, errno_text(errno), ""});
  }
}

std::size_t TextSource::read(std::span<char> into) {
  const std::size_t got = rest_.copy(into.data(), into.size());
  rest_.remove_prefix(got);
  return got;
}

}  // namespace aahat
