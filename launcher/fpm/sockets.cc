#include "fpm/sockets.h"

#include <sys/un.h>

#include <algorithm>
#include <set>

#include "errors/escape.h"
#include "fpm/socket_file.h"
#include "fpm/socket_folder.h"

namespace aahat {
namespace {

constexpr const char* remedy =
    "set listen.owner=USER OF THE WEB SERVER and listen.mode=0600, or allow it with io.aa-hat.listen=shared";

[[noreturn]] void refuse(const Pool& pool, const std::string& reason, const std::string& hint) {
  throw Refusal({keep_socket, pool.name, reason, hint});
}

void require_unix_socket(const Pool& pool) {
  // The same test as fpm_sockets_domain_from_address in sapi/fpm/fpm/fpm_sockets.c: a colon makes it TCP.
  if (!pool.listen.starts_with('/') || pool.listen.find(':') != std::string::npos) {
    refuse(pool, "it listens on TCP (" + escaped(pool.listen) + "), which every tenant can reach",
           "let it listen on a Unix socket, or allow it with io.aa-hat.listen=shared");
  }
  // php-fpm cuts longer ones off, so that two pools could come to listen on one socket.
  if (pool.listen.size() >= sizeof(sockaddr_un::sun_path)) {
    refuse(pool, "its path " + escaped(pool.listen) + " is longer than a Unix socket's can be", "");
  }
}

std::string joined(const std::set<std::string>& names) {
  constexpr std::size_t most = 8;
  std::string out;
  std::size_t count = 0;
  for (const std::string& name : names) {
    if (count++ == most) return out + " and " + std::to_string(names.size() - most) + " more";
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

/// Tenants come to act as root too, if without its capabilities: `--hat` and `--pool` keep their caller's
/// user, and under php-fpm's own entry the image's setuid programs work. So what is root's is everybody's.
bool lets_in_root(const SocketAccess& access) {
  const auto holds_root = [](const auto& ids) { return std::find(ids.begin(), ids.end(), 0U) != ids.end(); };
  return access.owner == 0 || holds_root(access.acl_users) || holds_root(access.acl_groups) ||
         (access.group == 0 && (access.mode & 0020U) != 0);
}

void require_private(const PoolTenant& tenant, const SocketAccess& access, const std::vector<Peer>& all) {
  const std::string socket = escaped(tenant.pool.listen);
  if ((access.mode & 0002U) != 0) refuse(tenant.pool, socket + " lets everybody in, by its mode", remedy);
  std::set<std::string> others;
  if (lets_in_root(access)) others.insert("root, as whom tenants run (--hat, --pool, setuid programs)");
  for (const Peer& peer : all) {
    if (peer.hat != tenant.choice.hat && lets_in(access, peer)) others.insert(peer.who);
  }
  if (!others.empty()) refuse(tenant.pool, socket + " lets in " + joined(others), remedy);
}

/// A socket that php-fpm takes over on a reload keeps the rights that its file has, whatever the
/// configuration says by now.
SocketAccess access_of(const Pool& pool, const Accounts& accounts) {
  const auto inherited = is_inherited(pool.listen) ? file_access(pool.listen) : std::nullopt;
  return inherited ? *inherited : configured_access(pool, accounts);
}

/// Whether tenants of more than one hat are in play. A pool-order that follows names can give any hat, to a
/// further php-fpm too.
bool several_hats(const Plan& plan, const std::vector<Peer>& all) {
  const std::vector<HatName> of_rules = plan.hats();
  std::set<HatName> hats(of_rules.begin(), of_rules.end());
  for (const Peer& peer : all) hats.insert(peer.hat);
  return hats.size() > 1 || !plan.pool_order().empty();
}

}  // namespace

std::vector<Finding> check_sockets(const Plan& plan, const Accounts& accounts,
                                   const std::vector<PoolTenant>& pools, const std::vector<Peer>& all) {
  if (plan.listen() == Listen::shared || !several_hats(plan, all)) return {};
  std::vector<Finding> findings;
  SocketFolders folders(all);
  for (const PoolTenant& tenant : pools) {
    collect(findings, [&] {
      require_unix_socket(tenant.pool);
      require_private(tenant, access_of(tenant.pool, accounts), all);
      folders.require_safe(tenant.pool.name, tenant.pool.listen);
    });
  }
  return findings;
}

}  // namespace aahat
