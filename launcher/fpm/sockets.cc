#include "sockets.h"

#include <sys/un.h>

#include <algorithm>
#include <set>

#include "escape.h"
#include "socket_file.h"

namespace aahat {
namespace {

constexpr const char* remedy =
    "set listen.owner=root, listen.group=GROUP OF THE WEB SERVER and listen.mode=0660, or allow it with "
    "io.aa-hat.listen=shared";

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

void require_private(const PoolTenant& tenant, const SocketAccess& access, const std::vector<Actor>& all) {
  const std::string socket = escaped(tenant.pool.listen);
  if ((access.mode & 0002U) != 0) refuse(tenant.pool, socket + " lets everybody in, by its mode", remedy);
  std::set<std::string> others;
  for (const Actor& actor : all) {
    if (actor.hat != tenant.choice.hat && lets_in(access, actor)) others.insert(actor.who);
  }
  if (!others.empty()) refuse(tenant.pool, socket + " lets in " + joined(others), remedy);
}

/// A socket that php-fpm takes over on a reload keeps the rights that its file has, whatever the
/// configuration says by now.
SocketAccess access_of(const Pool& pool, const Accounts& accounts) {
  const auto inherited = is_inherited(pool.listen) ? file_access(pool.listen) : std::nullopt;
  return inherited ? *inherited : configured_access(pool, accounts);
}

}  // namespace

std::vector<Actor> actors(const Plan& plan, const Accounts& accounts, const std::vector<PoolTenant>& pools) {
  std::vector<Actor> out;
  for (const PoolTenant& tenant : pools) {
    out.push_back({"pool " + escaped(tenant.pool.name), tenant.choice.hat, tenant.identity.uid,
                   tenant.identity.groups});
  }
  plan.users().for_each([&](std::string_view name, std::string_view hat) {
    const auto user = accounts.user_named(name);
    const auto hat_name = HatName::from(hat);
    // Who is not in passwd cannot log in.
    if (!user || !hat_name) return;
    out.push_back({"user " + escaped(name), *hat_name, user->uid, accounts.groups_of(user->name, user->gid)});
  });
  return out;
}

std::vector<Finding> check_sockets(const Plan& plan, const Accounts& accounts,
                                   const std::vector<PoolTenant>& pools) {
  if (plan.listen() == Listen::shared) return {};
  std::set<std::string, std::less<>> hats;
  const auto add_rule = [&](std::string_view, std::string_view hat) { hats.emplace(hat); };
  plan.pools().for_each(add_rule);
  plan.users().for_each(add_rule);
  for (const PoolTenant& tenant : pools) hats.insert(tenant.choice.hat.text());
  if (hats.size() < 2) return {};
  const std::vector<Actor> all = actors(plan, accounts, pools);
  std::vector<Finding> findings;
  for (const PoolTenant& tenant : pools) {
    collect(findings, [&] {
      require_unix_socket(tenant.pool);
      require_private(tenant, access_of(tenant.pool, accounts), all);
    });
  }
  return findings;
}

}  // namespace aahat
