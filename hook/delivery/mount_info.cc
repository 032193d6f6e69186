#include "delivery/mount_info.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {
namespace {

// A host with 10,000 containers has some 20 MB of mounts; more is no mount table.
constexpr std::size_t longest_mount_table = 256UL << 20U;

/// Cuts the first word off `rest`; empty at the end of the line. The kernel writes blanks in paths as \040.
std::string_view take_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

/// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
std::optional<MountInfo> read_line(std::string_view line) {
  MountInfo info;
  for (int fixed = 0; fixed < 6; ++fixed) take_word(line);
  for (std::string_view word = take_word(line); word != "-"; word = take_word(line)) {
    if (word.empty()) return std::nullopt;
    if (word.starts_with("shared:")) info.shared = true;
  }
  info.fs_type = take_word(line);
  info.source = take_word(line);
  const std::string_view options = take_word(line);
  info.read_only = options == "ro" || options.starts_with("ro,");
  return info;
}

}  // namespace

std::optional<MountInfo> find_mount(std::string_view text, std::uint64_t id) {
  const std::string wanted = std::to_string(id) + ' ';
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (text.starts_with(wanted)) return read_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::nullopt;
}

MountPlace mount_place(int fd) {
  struct statx about {};
  if (statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &about) != 0) {
    throw Refusal({"tell the mount of", "/run/aa-hat", errno_text(errno), ""});
  }
  if ((about.stx_mask & STATX_MNT_ID) == 0 || (about.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) == 0) {
    throw Refusal(
        {"tell the mount of", "/run/aa-hat", "this kernel does not tell", "Linux 5.12 or newer is needed"});
  }
  return {about.stx_mnt_id, (about.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0};
}

MountInfo mount_info(int proc, std::uint64_t id) {
  const Fd table = open_at(proc, "self/mountinfo", O_RDONLY);
  if (!table) throw Refusal({"read", "/proc/self/mountinfo", errno_text(errno), ""});
  const std::string text = read_all(table.get(), longest_mount_table, "read", "/proc/self/mountinfo");
  const std::optional<MountInfo> info = find_mount(text, id);
  if (!info) throw Refusal({"find", "/run/aa-hat", "the mount below it is not in /proc/self/mountinfo", ""});
  return *info;
}

}  // namespace aahat
