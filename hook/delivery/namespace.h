// Being in a container's mount namespace for a while.
#pragma once

#include <sys/types.h>

#include "file/file.h"

namespace aahat {

/// While it lives, the calling process is in the mount namespace of another one, until leave(), or until an
/// exception ends the visit, so that messages are logged by the host's /dev/log. The process must have one
/// thread (setns(2)). User namespace and credentials stay the host's.
class NamespaceVisit {
 public:
  /// `pid` is what the runtime's state names: a process in our pid namespace. Throws Refusal where there is
  /// no such process, where /proc is not procfs (a file that a tenant made could name any namespace), and
  /// where the process has no mount namespace of its own: what is mounted there would be mounted on the host.
  explicit NamespaceVisit(pid_t pid);
  ~NamespaceVisit();
  NamespaceVisit(const NamespaceVisit&) = delete;
  NamespaceVisit& operator=(const NamespaceVisit&) = delete;

  /// Goes back. Throws Refusal where that fails.
  void leave();

  /// The host's procfs, an O_PATH descriptor; what lies at /proc during the visit is not asked.
  int proc() const { return proc_.get(); }

 private:
  Fd proc_;
  Fd home_;  // none: it has left
};

}  // namespace aahat
