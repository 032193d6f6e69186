#include "fpm/fpm.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iterator>

#include "attr/proc_attr.h"
#include "entry/execute.h"
#include "errors/refusal.h"
#include "fpm/accounts.h"
#include "fpm/learn.h"
#include "fpm/peers.h"
#include "fpm/process.h"
#include "fpm/prove.h"
#include "fpm/sealed_file.h"
#include "fpm/sockets.h"
#include "fpm/tenants.h"
#include "fpm/view.h"
#include "fpm/wrapper.h"

namespace aahat {
namespace {

using Hats = std::vector<std::pair<std::string, HatName>>;

/// Facts about this process without which no pool could get its hat.
Start require_ready(Attr& attr, const Plan& plan) {
  if (!plan.allows_native()) {
    throw Refusal(
        {"start php-fpm with hats", "",
         "the host's configuration has noNewPrivs true for this container's profile, and php-fpm's own "
         "way into a hat cannot set no_new_privs",
         "set \"noNewPrivs\": false there (/etc/aa-hat/config.json), and start the container anew"});
  }
  if (attr.no_new_privs()) {
    throw Refusal({"start php-fpm with hats", "",
                   "no_new_privs is set, under which the kernel lets no worker into its hat",
                   "start the container without it (process.noNewPrivileges false; podman: without "
                   "--security-opt no-new-privileges)"});
  }
  Start start = start_in_profile(attr, plan);
  if (geteuid() != 0) {
    throw Refusal(
        {"start php-fpm with hats", "", "it needs root: else php-fpm ignores each pool's user", ""});
  }
  return start;
}

/// Those of `pools` that may start; what forbids the others goes to `findings`.
std::vector<PoolTenant> place_pools(const Chooser& choose, const Plan& plan, const Accounts& accounts,
                                    const std::vector<Pool>& pools, std::vector<Finding>& findings) {
  std::vector<PoolTenant> out;
  for (const Pool& pool : pools) {
    collect(findings, [&] { out.push_back(place_pool(choose, plan, accounts, pool)); });
  }
  return out;
}

void add(std::vector<Finding>& findings, std::vector<Finding> more) {
  findings.insert(findings.end(), more.begin(), more.end());
}

/// Everything that must hold before php-fpm starts. Throws one Refusal with all that does not.
Hats checked_hats(const Plan& plan, const FpmInvocation& invocation) {
  ProcAttr attr;
  const Start start = require_ready(attr, plan);
  const Chooser choose(attr, plan, start);
  const std::vector<Pool> pools = learn_pools(invocation);
  const Accounts accounts;
  std::vector<Finding> findings = rules_without_pool(plan, pools);
  const std::vector<PoolTenant> tenants = place_pools(choose, plan, accounts, pools, findings);
  add(findings, check_sockets(plan, accounts, tenants, peers(choose, plan, accounts, tenants)));
  add(findings, prove_pools(plan, tenants));
  refuse_if_any(std::move(findings));
  Hats hats;
  for (const PoolTenant& tenant : tenants) hats.emplace_back(tenant.pool.name, tenant.choice.hat);
  return hats;
}

/// The memory of OPcache and APCu is made by the master and shared by all its workers. Out of it any tenant
/// can include any neighbour's scripts, whatever files the hats and modes shut: OPcache looks there before it
/// opens a file.
const Words no_shared_memory{"-d", "opcache.enable=0", "-d", "apc.enabled=0"};

/// A preloaded script is a tenant's code, and the master has it run in the profile itself, before any worker
/// is in its hat. OPcache also preloads where it is on: for one hat.
const Words no_preload{"-d", "opcache.preload="};

bool have_several_hats(const Hats& hats) {
  return std::any_of(hats.begin(), hats.end(),
                     [&](const auto& hat) { return hat.second != hats.front().second; });
}

void take_off_end(Words& options, const Words& added) {
  const std::ptrdiff_t size = std::ssize(added);
  if (std::ssize(options) < size || !std::equal(added.begin(), added.end(), options.end() - size)) return;
  options.erase(options.end() - size, options.end());
}

/// Without what exec_fpm has added at the end, so that it does not grow from reload to reload.
Words own_options(Words options) {
  take_off_end(options, no_shared_memory);
  take_off_end(options, no_preload);
  return options;
}

[[noreturn]] void exec_fpm(const FpmInvocation& invocation, const Hats& hats) {
  const Fd wrapper = sealed_file(final_wrapper(invocation.source, hats));
  // php-fpm reads it now, and hands it on over its reloads.
  fcntl(wrapper.get(), F_SETFD, 0);
  Words argv{launcher_path, "-y", name_of(wrapper)};
  argv.insert(argv.end(), invocation.options.begin(), invocation.options.end());
  // Last, since php takes the last word on a setting.
  argv.insert(argv.end(), no_preload.begin(), no_preload.end());
  if (have_several_hats(hats)) argv.insert(argv.end(), no_shared_memory.begin(), no_shared_memory.end());
  execv(invocation.source.program.c_str(), c_words(argv).data());
  throw Refusal({"execute", invocation.source.program, errno_text(errno), ""});
}

[[noreturn]] void start(const Plan& plan, const FpmInvocation& invocation) {
  const Hats hats = checked_hats(plan, invocation);
  exec_fpm(invocation, hats);
}

/// What a reload is about: the descriptor and what its header says.
struct Reload {
  int wrapper;
  FpmSource source;
};

std::optional<Reload> reload_in(int argc, const char* const* argv) {
  if (argc < 3 || std::string_view(argv[1]) != "-y") return std::nullopt;
  const auto fd = descriptor_in(argv[2]);
  const auto text = fd ? sealed_text(*fd) : std::nullopt;
  const auto source = text ? source_of(*text) : std::nullopt;
  return source ? std::optional(Reload{*fd, *source}) : std::nullopt;
}

}  // namespace

void fpm_native(const Plan& plan, const std::vector<std::string>& command) {
  prepare_process();
  // Only php-fpm's own reload may hand on sockets: from the image's environment, they could be anything.
  drop_fpm_sockets();
  start(plan, read_launch(command));
}

bool is_fpm_reload(int argc, const char* const* argv) { return reload_in(argc, argv).has_value(); }

void fpm_reload(const Plan& plan, int argc, const char* const* argv) {
  prepare_process();
  const std::optional<Reload> reload = reload_in(argc, argv);
  if (!reload) throw Refusal({"reload php-fpm", "", "this is no reload of ours", ""});
  close(reload->wrapper);
  require_writable(reload->source);
  start(plan, {reload->source, own_options(parse_fpm_arguments(Words(argv + 3, argv + argc)).options)});
}

std::vector<PoolView> view_pools(const Chooser& choose, const Plan& plan,
                                 const std::vector<std::string>& command) {
  prepare_process();
  drop_fpm_sockets();
  const Accounts accounts;
  std::vector<PoolView> out;
  for (const Pool& pool : learn_pools(read_launch(command))) {
    out.push_back(view_pool(choose, plan, accounts, pool));
  }
  return out;
}

}  // namespace aahat
