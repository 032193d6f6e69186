#include "delivery/namespace.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "errors/refusal.h"

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
    return true;  // the answer that refuses
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
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
  // Without leave() an exception is on its way: the hook tells it and ends. If this fails, only the way of
  // the message to the host's log does, and it goes to stderr all the same.
  if (home_) (void)setns(home_.get(), CLONE_NEWNS);
}

}  // namespace aahat
