#include "delivery/run_mount.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "errors/refusal.h"
#include "plan/run_layout.h"

namespace aahat {
namespace {

using run_layout::launcher_name;
using run_layout::plan_name;
using run_layout::shell_name;

constexpr std::size_t most_bytes = 64UL << 20U;

void refuse_unless(bool done, const char* action, const std::string& subject) {
  if (done) return;
  const int error = errno;
  throw Refusal({action, subject, errno_text(error), error == ENOSYS ? "Linux 5.12 or newer is needed" : ""});
}

std::size_t size_of(int fd) {
  struct stat about {};
  refuse_unless(fstat(fd, &about) == 0, "read", "the launcher");
  return static_cast<std::size_t>(about.st_size);
}

void set(const Fd& context, const char* key, const std::string& value) {
  refuse_unless(fsconfig(context.get(), FSCONFIG_SET_STRING, key, value.c_str(), 0) == 0,
                "set up a tmpfs: option", key);
}

/// The limits are for a container's root that may remount: it cannot fill the host's memory through this
/// tmpfs.
Fd new_tmpfs(std::size_t bytes) {
  Fd context(fsopen("tmpfs", FSOPEN_CLOEXEC));
  refuse_unless(static_cast<bool>(context), "make", "tmpfs");
  set(context, "source", run_layout::mount_source);
  set(context, "mode", "0755");
  // Two files, each filling its last page.
  set(context, "size", std::to_string(bytes + 2 * static_cast<std::size_t>(getpagesize())));
  set(context, "nr_inodes", "8");
  refuse_unless(fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) == 0, "make", "tmpfs");
  return context;
}

Fd new_mount(const Fd& context) {
  Fd mount(fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
  refuse_unless(static_cast<bool>(mount), "mount", "tmpfs");
  return mount;
}

Fd new_file(const Fd& mount, const char* name, unsigned mode) {
  Fd file = open_at(mount.get(), name, O_WRONLY | O_CREAT | O_EXCL, 0, mode);
  refuse_unless(static_cast<bool>(file), "create", name);
  return file;
}

void write_plan_file(const Fd& mount, std::string_view plan) {
  const Fd file = new_file(mount, plan_name, 0444);
  refuse_unless(write_all(file.get(), plan), "write", plan_name);
}

/// With sendfile(2), which takes two thirds of the time of read and write. A file that is overwritten
/// meanwhile (by an upgrade that does not rename) must not be delivered in part.
void copy_launcher(const Fd& mount, int launcher, std::size_t size) {
  const Fd file = new_file(mount, launcher_name, 0555);
  off_t offset = 0;
  while (static_cast<std::size_t>(offset) < size) {
    const ssize_t sent = sendfile(file.get(), launcher, &offset, size - static_cast<std::size_t>(offset));
    if (sent < 0 && errno == EINTR) continue;
    refuse_unless(sent >= 0, "copy", "the launcher");
    if (sent == 0)
      throw Refusal({"copy", "the launcher", "it became shorter meanwhile", "start the container anew"});
  }
}

/// Of the super block first: then `mount -o remount,bind,rw` by a container's root changes nothing.
void make_read_only(const Fd& context, const Fd& mount) {
  refuse_unless(fsconfig(context.get(), FSCONFIG_SET_FLAG, "ro", nullptr, 0) == 0, "make read-only", "tmpfs");
  refuse_unless(fsconfig(context.get(), FSCONFIG_CMD_RECONFIGURE, nullptr, nullptr, 0) == 0, "make read-only",
                "tmpfs");
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY;
  refuse_unless(mount_setattr(mount.get(), "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0,
                "make read-only", "mount");
}

[[noreturn]] void refuse_other(const char* name) {
  throw Refusal({"deliver to", run_layout::folder,
                 std::string("an earlier mount of ours holds another ") + name,
                 "configure the hook once, or with the same options at both stages"});
}

std::string contents(const Fd& directory, const char* name) {
  const Fd file = open_at(directory.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (!file) refuse_other(name);
  return read_all(file.get(), most_bytes, "read", name);
}

std::string launcher_bytes(int launcher) {
  refuse_unless(lseek(launcher, 0, SEEK_SET) == 0, "read", "the launcher");
  return read_all(launcher, most_bytes, "read", "the launcher");
}

}  // namespace

Fd make_run_mount(const RunFiles& files) {
  const std::size_t launcher_size = size_of(files.launcher);
  const Fd context = new_tmpfs(launcher_size + files.plan.size());
  Fd mount = new_mount(context);
  copy_launcher(mount, files.launcher, launcher_size);
  refuse_unless(linkat(mount.get(), launcher_name, mount.get(), shell_name, 0) == 0, "create", shell_name);
  write_plan_file(mount, files.plan);
  make_read_only(context, mount);
  return mount;
}

void expect_contents(const Fd& directory, const RunFiles& files) {
  if (contents(directory, plan_name) != files.plan) refuse_other(plan_name);
  const std::string launcher = launcher_bytes(files.launcher);
  if (contents(directory, launcher_name) != launcher) refuse_other(launcher_name);
  if (contents(directory, shell_name) != launcher) refuse_other(shell_name);
}

}  // namespace aahat
