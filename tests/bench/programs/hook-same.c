// hook-same PID BUNDLE ROOT LAUNCHER PLAN: the system calls of "aa-hat-hook prestart" for a container with
// annotations, and nothing else: nothing is parsed or compared, and what the hook learns from the state comes
// as arguments. The list is what "strace aa-hat-hook prestart <STATE" shows on Linux 6.12; when the hook's
// calls change, this changes.
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "must.h"

#define BENEATH (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

static int run, target;  // the folders /run and /run/aa-hat of the container

static void read_config(const char* bundle) {
  char path[4096];
  struct stat status;
  snprintf(path, sizeof path, "%s/config.json", bundle);
  const int fd = must_open(AT_FDCWD, path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0, 0);
  MUST(fstat(fd, &status));
  read_to_end(fd);
  close(fd);
}

static void read_profiles(void) {
  struct statfs filesystem;
  const int fd = must_open(AT_FDCWD, "/sys/kernel/security/apparmor/profiles", O_RDONLY | O_NONBLOCK, 0, 0);
  MUST(fstatfs(fd, &filesystem));
  read_to_end(fd);
  close(fd);
}

static int open_launcher(const char* path) {
  struct stat status;
  char head[4096];
  const int fd = must_open(AT_FDCWD, path, O_RDONLY | O_NOCTTY | O_NONBLOCK, 0, 0);
  MUST(fstat(fd, &status));
  MUST(pread(fd, head, sizeof head, 0));
  return fd;
}

/// Into the mount namespace of `pid`. Returns our own.
static int visit(int proc, const char* pid) {
  char path[64];
  struct stat status;
  struct statfs filesystem;
  MUST(fstatfs(proc, &filesystem));
  snprintf(path, sizeof path, "%d/ns/mnt", (int)getpid());
  const int home = must_open(proc, path, O_RDONLY | O_NOCTTY, 0, 0);
  snprintf(path, sizeof path, "%s/ns/mnt", pid);
  const int away = must_open(proc, path, O_RDONLY | O_NOCTTY, 0, 0);
  MUST(fstat(home, &status));
  MUST(fstat(away, &status));
  MUST(setns(away, CLONE_NEWNS));
  close(away);
  return home;
}

static void walk(int root) {
  struct statx about;
  run = must_open(root, "run", O_PATH | O_DIRECTORY, BENEATH, 0);
  target = must_open(run, "aa-hat", O_PATH | O_DIRECTORY, BENEATH, 0);
  MUST(statx(target, "", AT_EMPTY_PATH, STATX_MNT_ID, &about));
}

static void set(int context, const char* key, const char* value) {
  MUST(fsconfig(context, FSCONFIG_SET_STRING, key, value, 0));
}

static int new_tmpfs(size_t bytes) {
  char size[32];
  const int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
  MUST(context);
  snprintf(size, sizeof size, "%zu", bytes + 2 * 4096);
  set(context, "source", "aa-hat");
  set(context, "mode", "0755");
  set(context, "size", size);
  set(context, "nr_inodes", "8");
  MUST(fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0));
  return context;
}

static void fill(int mount, int launcher, size_t size, const char* plan) {
  const unsigned long long make = O_WRONLY | O_CREAT | O_EXCL | O_NOCTTY;
  const int program = must_open(mount, "aa-exec-hat", make, 0, 0555);
  if (sendfile(program, launcher, NULL, size) != (ssize_t)size) err(124, "sendfile");
  close(program);
  MUST(linkat(mount, "aa-exec-hat", mount, "aa-hat-shell", 0));
  const int text = must_open(mount, "plan", make, 0, 0444);
  MUST(write(text, plan, strlen(plan)));
  close(text);
}

static void close_for_writing(int context, int mount) {
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
  MUST(fsconfig(context, FSCONFIG_SET_FLAG, "ro", NULL, 0));
  MUST(fsconfig(context, FSCONFIG_CMD_RECONFIGURE, NULL, NULL, 0));
  MUST(mount_setattr(mount, "", AT_EMPTY_PATH, &attributes, sizeof attributes));
  close(context);
}

static void deliver(int launcher, const char* plan) {
  struct stat status;
  MUST(fstat(launcher, &status));
  const size_t size = (size_t)status.st_size;
  const int context = new_tmpfs(size + strlen(plan));
  const int mount = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
  MUST(mount);
  fill(mount, launcher, size, plan);
  close_for_writing(context, mount);
  MUST(move_mount(mount, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH));
}

int main(int argc, char** argv) {
  if (argc != 6) errx(124, "usage: hook-same PID BUNDLE ROOT LAUNCHER PLAN");
  read_to_end(0);
  (void)geteuid();
  read_file(AT_FDCWD, "/proc/self/uid_map");
  (void)faccessat(AT_FDCWD, "/etc/aa-hat/config.json", F_OK, AT_SYMLINK_NOFOLLOW);
  read_config(argv[2]);
  read_file(AT_FDCWD, "/sys/module/apparmor/parameters/enabled");
  read_profiles();
  const int launcher = open_launcher(argv[4]);
  umask(0);
  const int proc = must_open(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY, 0, 0);
  const int home = visit(proc, argv[1]);
  const int root = must_open(AT_FDCWD, argv[3], O_PATH | O_DIRECTORY, 0, 0);
  walk(root);
  read_file(proc, "self/mountinfo");
  deliver(launcher, argv[5]);
  walk(root);
  MUST(setns(home, CLONE_NEWNS));
  return 0;
}
