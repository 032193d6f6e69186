#include "prove.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>
#include <tuple>

#include "enter.h"
#include "escape.h"
#include "in_child.h"
#include "proc_attr.h"

namespace aahat {
namespace {

constexpr std::uint64_t longest_reload_ms = 1000;

std::string rule_for(std::string_view profile) {
  return "add \"change_profile -> " + escaped(profile) + "//*,\" to profile " + escaped(profile);
}

/// aa_getcon(3) as libapparmor 2 to 4 does it, by the file: php-fpm builds the hat's label from it. ProcAttr
/// has checked that /proc is the kernel's.
void require_readable_label() {
  Fd label(open("/proc/self/attr/apparmor/current", O_RDONLY | O_CLOEXEC));
  if (!label) label = Fd(open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> text;
  if (label && read(label.get(), text.data(), text.size()) > 0) return;
  throw Refusal({"read the own label as php-fpm's workers do", "/proc/self/attr/current", errno_text(errno),
                 "add \"@{PROC}/@{pid}/attr/{apparmor/,}current rw,\" to the profile (without \"owner\")"});
}

/// change_profile alone, as php-fpm enters. Where a reload of the policy hides the hat, tries again for a
/// second.
void enter_as_fpm(Attr& attr, std::string_view profile, const HatName& hat) {
  const std::string label = label_of(profile, hat);
  const std::uint64_t end = attr.pause() + longest_reload_ms;
  int error = attr.change_profile(label);
  while (error == ENOENT && hat_exists(attr, profile, hat) && attr.pause() < end) {
    error = attr.change_profile(label);
  }
  if (error == 0) return;
  Finding finding{"enter hat as php-fpm does", label, errno_text(error), ""};
  if (error == EACCES) {
    finding.reason = "the profile has no rule for entering it by change_profile, php-fpm's only way in";
    finding.hint = rule_for(profile);
  }
  throw Refusal(finding);
}

/// Of what prove_seal would advise, no_new_privs is out of reach here.
void prove_seal_without_nnp(Attr& attr, const HatName& hat) {
  try {
    prove_seal(attr, hat, NoNewPrivs::never_set);
  } catch (const Refusal& refusal) {
    std::vector<Finding> findings = refusal.findings();
    for (Finding& finding : findings) {
      finding.hint = "write it as a child profile (\"profile " + hat.text() +
                     " { ... }\" inside its profile); php-fpm's own entry cannot have no_new_privs";
    }
    throw Refusal(std::move(findings));
  }
}

void try_out(const Plan& plan, const PoolTenant& tenant) {
  take_identity(tenant.identity);
  ProcAttr attr;
  require_readable_label();
  enter_as_fpm(attr, plan.profile(), tenant.choice.hat);
  require_hat(attr, plan.profile(), tenant.choice.hat);
  if (plan.seal() == Seal::required) prove_seal_without_nnp(attr, tenant.choice.hat);
}

}  // namespace

std::vector<Finding> prove_pools(const Plan& plan, const std::vector<PoolTenant>& pools) {
  using Distinct = std::tuple<HatName, uid_t, gid_t>;
  std::set<Distinct> tried;
  std::vector<Finding> findings;
  for (const PoolTenant& tenant : pools) {
    const Distinct key{tenant.choice.hat, tenant.identity.uid, tenant.identity.gid};
    if (!tried.insert(key).second) continue;
    for (Finding& finding : refused_in_child([&] { try_out(plan, tenant); })) {
      finding.reason += " (pool " + escaped(tenant.pool.name) + ")";
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace aahat
