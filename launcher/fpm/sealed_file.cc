#include "fpm/sealed_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr int all_seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
constexpr off_t longest_text = off_t{64} << 20U;
constexpr std::string_view own_descriptors = "/proc/self/fd/";
constexpr unsigned no_exec_seal = 8;  // MFD_NOEXEC_SEAL, linux/memfd.h since 6.3

[[noreturn]] void refuse() { throw Refusal({"make a sealed file in memory", "", errno_text(errno), ""}); }

}  // namespace

Fd memory_file() {
  constexpr const char* name = "aa-hat-fpm";
  Fd fd = new_fd(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | no_exec_seal));
  if (!fd && errno == EINVAL) fd = new_fd(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) refuse();
  return fd;
}

Fd sealed_file(std::string_view text) {
  Fd fd = memory_file();
  if (!write_all(fd.get(), text)) refuse();
  if (fcntl(fd.get(), F_ADD_SEALS, all_seals) != 0) refuse();
  return fd;
}

std::string name_of(const Fd& fd) { return std::string(own_descriptors) + std::to_string(fd.get()); }

std::optional<int> descriptor_in(std::string_view name) {
  if (!name.starts_with(own_descriptors)) return std::nullopt;
  name.remove_prefix(own_descriptors.size());
  int number = -1;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || stop != name.data() + name.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<std::string> sealed_text(int fd) {
  const int seals = fcntl(fd, F_GET_SEALS);
  struct stat status {};
  if (seals < 0 || (seals & all_seals) != all_seals || fstat(fd, &status) != 0) return std::nullopt;
  if (status.st_size > longest_text) return std::nullopt;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  // From offset 0 by pread: php-fpm's workers share this descriptor's offset, and may move it as they like.
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t got = pread(fd, text.data() + at, text.size() - at, static_cast<off_t>(at));
    if (got <= 0) return std::nullopt;
    at += static_cast<std::size_t>(got);
  }
  return text;
}

}  // namespace aahat
