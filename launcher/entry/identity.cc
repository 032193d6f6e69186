#include "entry/identity.h"

#include <grp.h>
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "errors/refusal.h"

namespace aahat {
namespace {

void require_done(int result, const char* action) {
  if (result == 0) return;
  throw Refusal(
      {action, "", errno_text(errno), "--user needs the container's root with CAP_SETUID and CAP_SETGID"});
}

/// The container's seccomp filter can let a call return 0 without doing anything. It cannot write into our
/// memory: so each question below begins with values that would be wrong, and only the kernel puts the right
/// ones there.
void require_shown(bool is_so, const char* action) {
  if (is_so) return;
  throw Refusal(
      {action, "",
       "the calls succeed, but the kernel does not show their effect: a seccomp filter answers "
       "in its place",
       "let the runtime's seccomp profile allow setgroups, setresgid, setresuid, and the get calls of these "
       "and of capabilities"});
}

constexpr auto nobody = static_cast<id_t>(-1);

struct Ids {
  id_t real = nobody;
  id_t effective = nobody;
  id_t saved = nobody;

  bool are_all(id_t id) const { return real == id && effective == id && saved == id; }
};

Ids uids() {
  Ids ids;
  (void)getresuid(&ids.real, &ids.effective, &ids.saved);
  return ids;
}

Ids gids() {
  Ids ids;
  (void)getresgid(&ids.real, &ids.effective, &ids.saved);
  return ids;
}

/// Sorted. One place more than are wanted, so that a further group is seen.
std::vector<gid_t> groups(std::size_t wanted) {
  std::vector<gid_t> out(wanted + 1, nobody);
  const int count = getgroups(static_cast<int>(out.size()), out.data());
  out.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  std::sort(out.begin(), out.end());
  return out;
}

/// capget(2). The ambient set is a part of the permitted one.
bool has_no_capability() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets;
  sets.fill({~0U, ~0U, ~0U});
  (void)syscall(SYS_capget, &header, sets.data());
  return std::all_of(sets.begin(), sets.end(),
                     [](const auto& set) { return set.effective == 0 && set.permitted == 0; });
}

}  // namespace

uid_t real_uid() { return uids().real; }

void take_identity(const Identity& identity) {
  require_done(setgroups(identity.groups.size(), identity.groups.data()), "set the groups");
  require_done(setresgid(identity.gid, identity.gid, identity.gid), "set the gid");
  require_done(setresuid(identity.uid, identity.uid, identity.uid), "set the uid");
  std::vector<gid_t> wanted = identity.groups;
  std::sort(wanted.begin(), wanted.end());
  require_shown(groups(wanted.size()) == wanted, "set the groups");
  require_shown(gids().are_all(identity.gid), "set the gid");
  require_shown(uids().are_all(identity.uid), "set the uid");
  require_shown(identity.uid == 0 || has_no_capability(), "give up root's capabilities");
}

}  // namespace aahat
