// The Unix identity of a tenant.
#pragma once

#include <sys/types.h>

#include <vector>

namespace aahat {

/// A uid with these groups and none else.
struct Identity {
  uid_t uid;
  gid_t gid;
  std::vector<gid_t> groups;
};

/// The real uid of this process, or -1, which no user has, where a seccomp filter answers in the kernel's
/// place: getuid(2) could be made to return 0, and everybody be root, with root's hat.
uid_t real_uid();

/// Sets groups, gid and uid for good, and asks the kernel whether they are set and, where the uid is not
/// root's, no capability is left, by which it could be root again. Throws Refusal where that fails or cannot
/// be shown.
void take_identity(const Identity& identity);

}  // namespace aahat
