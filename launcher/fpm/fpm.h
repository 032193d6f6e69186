// `aa-exec-hat fpm --native`: one php-fpm master for all pools, each pool's workers in its hat by php-fpm's
// own `apparmor_hat`. What must hold is proven before php-fpm starts, and again at each of its reloads.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "choice/choose.h"
#include "plan/plan.h"
#include "rules/hat_name.h"

namespace aahat {

/// The path under which the hook mounts the launcher. php-fpm is started with it as argv[0], since that is
/// what php-fpm executes on a reload (sapi/fpm/fpm/fpm_process_ctl.c).
inline constexpr const char* launcher_path = "/run/aa-hat/aa-exec-hat";

/// Checks all that can be checked of `command` ("php-fpm", ARG...), proves each pool's hat, and execs php-fpm
/// with a configuration that gives each pool its hat. Throws Refusal with all findings at once; after it
/// nothing runs. Needs root in the profile itself, no_new_privs clear.
[[noreturn]] void fpm_native(const Plan& plan, const std::vector<std::string>& command);

/// Whether php-fpm, started by fpm_native, now executes the launcher again to reload itself: `argv` begins
/// with what only fpm_native writes there, `-y /proc/self/fd/N`, where N is a memfd with our header that is
/// sealed against every change. To be asked before the launcher's own arguments are read.
bool is_fpm_reload(int argc, const char* const* argv);

/// fpm_native again, in the same process, for what php-fpm was started with; its listening sockets are passed
/// on. Only where is_fpm_reload.
[[noreturn]] void fpm_reload(const Plan& plan, int argc, const char* const* argv);

/// One pool as php-fpm understood it, and what it would get.
struct PoolView {
  std::string pool;
  std::string user;
  std::optional<uid_t> uid;  // none: no such user in the passwd file
  std::string group;
  std::string listen;
  std::optional<HatName> hat;  // none: `why` says what forbids
  std::string why;             // "rule", "pool-order: WORD", or the reason of a refusal
};

/// For `show`: the pools of `command`, in php-fpm's order. Runs php-fpm to learn them, enters nothing. Throws
/// Refusal where the pools cannot be learnt.
std::vector<PoolView> view_pools(const Chooser& choose, const Plan& plan,
                                 const std::vector<std::string>& command);

}  // namespace aahat
