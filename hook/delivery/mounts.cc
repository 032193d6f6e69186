#include "delivery/mounts.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "errors/refusal.h"
#include "plan/run_layout.h"

namespace aahat {
namespace {

Fd open_procfs() {
  Fd proc = open_at(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY);
  struct statfs about {};
  if (!proc || fstatfs(proc.get(), &about) != 0) throw Refusal({"use", "/proc", errno_text(errno), ""});
  if (about.f_type != PROC_SUPER_MAGIC) throw Refusal({"use", "/proc", "it is not procfs", ""});
  return proc;
}

[[noreturn]] void refuse_entering(pid_t pid, const std::string& reason) {
  throw Refusal({"enter the mount namespace of process", std::to_string(pid), reason, ""});
}

Fd open_namespace(const Fd& proc, pid_t pid) {
  Fd space = open_at(proc.get(), (std::to_string(pid) + "/ns/mnt").c_str(), O_RDONLY);
  if (!space) refuse_entering(pid, errno_text(errno));
  return space;
}

bool same_namespace(const Fd& one, const Fd& other) {
  struct stat first {};
  struct stat second {};
  if (fstat(one.get(), &first) != 0 || fstat(other.get(), &second) != 0)
    return true;  // the caller refuses then
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

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

NamespaceVisit::NamespaceVisit(pid_t pid) : proc_(open_procfs()), home_(open_namespace(proc_, getpid())) {
  if (pid <= 0) refuse_entering(pid, "the runtime's state names no process");
  const Fd away = open_namespace(proc_, pid);
  if (same_namespace(home_, away)) {
    throw Refusal(
        {"enter the mount namespace of process", std::to_string(pid),
         "it is the one that this hook runs in, so the mount would be the host's",
         "give the container a mount namespace (linux.namespaces in config.json), and call the hook at "
         "prestart or createRuntime"});
  }
  if (setns(away.get(), CLONE_NEWNS) != 0) refuse_entering(pid, errno_text(errno));
}

void NamespaceVisit::leave() {
  const Fd home = std::move(home_);
  if (setns(home.get(), CLONE_NEWNS) == 0) return;
  throw Refusal({"return to the mount namespace of", "the host", errno_text(errno), ""});
}

NamespaceVisit::~NamespaceVisit() {
  // Without leave() an exception is being thrown, and the hook ends with its message. If this fails, the
  // message reaches stderr but not the host's log.
  if (home_) (void)setns(home_.get(), CLONE_NEWNS);
}

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
    throw Refusal({"tell the mount of", run_layout::folder, errno_text(errno), ""});
  }
  if ((about.stx_mask & STATX_MNT_ID) == 0 || (about.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) == 0) {
    throw Refusal({"tell the mount of", run_layout::folder, "this kernel does not tell",
                   "Linux 5.12 or newer is needed"});
  }
  return {about.stx_mnt_id, (about.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0};
}

MountInfo mount_info(int proc, std::uint64_t id) {
  const Fd table = open_at(proc, "self/mountinfo", O_RDONLY);
  if (!table) throw Refusal({"read", "/proc/self/mountinfo", errno_text(errno), ""});
  const std::string text = read_all(table.get(), longest_mount_table, "read", "/proc/self/mountinfo");
  const std::optional<MountInfo> info = find_mount(text, id);
  if (!info)
    throw Refusal({"find", run_layout::folder, "the mount below it is not in /proc/self/mountinfo", ""});
  return *info;
}

}  // namespace aahat
