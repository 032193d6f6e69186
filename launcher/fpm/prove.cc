#include "fpm/prove.h"

#include <fcntl.h>
#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "attr/proc_attr.h"
#include "entry/confine.h"
#include "entry/enter.h"
#include "entry/probe.h"
#include "errors/escape.h"

namespace aahat {
namespace {

/// aa_change_profile(2) and aa_getcon(3) as libapparmor 2 to 4 does them, by the file: php-fpm builds the
/// hat's label from what it reads. The parent's ProcAttr has checked that /proc is the kernel's. Before our
/// own: like a worker this process is not dumpable, and the lookup would take the file from it that ProcAttr
/// opens as a dumpable one.
void require_usable_attr() {
  Fd writable(open("/proc/self/attr/apparmor/current", O_WRONLY | O_CLOEXEC));
  if (!writable) writable = Fd(open("/proc/self/attr/current", O_WRONLY | O_CLOEXEC));
  if (!writable) {
    throw Refusal({"open as php-fpm's workers do", "/proc/self/attr/current",
                   errno == EACCES ? "the container's profile does not allow writing it, or only as \"owner\""
                                   : errno_text(errno),
                   "add \"@{PROC}/@{pid}/attr/{apparmor/,}current rw,\" to the profile (without \"owner\")"});
  }
  Fd label(open("/proc/self/attr/apparmor/current", O_RDONLY | O_CLOEXEC));
  if (!label) label = Fd(open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> text;
  if (label && read(label.get(), text.data(), text.size()) > 0) return;
  throw Refusal({"read the own label as php-fpm's workers do, from", "/proc/self/attr/current",
                 errno_text(errno),
                 "add \"@{PROC}/@{pid}/attr/{apparmor/,}current rw,\" to the profile (without \"owner\")"});
}

/// change_profile alone, as php-fpm enters.
void enter_as_fpm(Attr& attr, const ProfileName& profile, const HatName& hat) {
  const std::string label = label_of(profile, hat);
  const int error = while_hidden(attr, profile, hat, [&] { return attr.change_profile(label); });
  if (error == 0) return;
  Finding finding{"enter hat as php-fpm does", label, errno_text(error), ""};
  if (error == EACCES) {
    finding.reason = "the profile has no rule for entering it by change_profile, php-fpm's only way in";
    finding.hint = missing_rule(profile);
  }
  throw Refusal(finding);
}

constexpr id_t same = std::numeric_limits<id_t>::max();  // -1 in setresuid(2)

/// A worker's identity, as far as labels and files go by it. The real and the saved uid stay root's, since
/// kill(2) goes by them: a tenant who waits for a reload in this hat, which may signal itself, could
/// otherwise kill or stop the trial, and with it the master and every neighbour's pool.
void take_identity_of_worker(const Identity& identity) {
  if (setgroups(identity.groups.size(), identity.groups.data()) == 0 &&
      setresgid(same, identity.gid, same) == 0 && setresuid(same, identity.uid, same) == 0) {
    return;
  }
  throw Refusal({"take the identity of a worker", "", errno_text(errno),
                 "php-fpm needs the container's root with CAP_SETUID and CAP_SETGID"});
}

void be_root_again() {
  if (setresuid(same, 0, same) != 0) throw Refusal({"become root again", "", errno_text(errno), ""});
}

void try_out(const Plan& plan, const Start& start, const PoolTenant& tenant,
             const std::vector<std::string>& others) {
  take_identity_of_worker(tenant.identity);
  require_usable_attr();
  ProcAttr attr;
  enter_as_fpm(attr, plan.profile(), tenant.choice.hat);
  require_hat(attr, start, tenant.choice.hat);
  if (plan.seal() == Seal::off) return;
  prove_seal(attr, start, tenant.choice.hat, SealProof::child_profile, others);
}

/// A pool-order can lead to hats that were loaded later.
std::vector<std::string> all_labels(const Plan& plan, const std::vector<PoolTenant>& pools) {
  std::vector<std::string> labels = loaded_labels(plan);
  std::set<std::string> all(labels.begin(), labels.end());
  for (const PoolTenant& tenant : pools) all.insert(label_of(plan.profile(), tenant.choice.hat));
  return {all.begin(), all.end()};
}

using Pools = std::vector<const PoolTenant*>;

/// Findings, each with the pools that it is about: what is wrong with the profile is wrong for all of them.
class FindingsByPool {
 public:
  void add(const Finding& finding, const Pools& pools) {
    const auto is_same = [&](const auto& known) { return text(known.first) == text(finding); };
    const auto found = std::find_if(findings_.begin(), findings_.end(), is_same);
    std::string& names =
        found == findings_.end() ? findings_.emplace_back(finding, "").second : found->second;
    for (const PoolTenant* pool : pools) names += (names.empty() ? "" : ", ") + escaped(pool->pool.name);
  }

  std::vector<Finding> take() {
    std::vector<Finding> out;
    for (auto& [finding, pools] : findings_) {
      finding.reason += " (pool " + pools + ")";
      out.push_back(std::move(finding));
    }
    return out;
  }

 private:
  static std::string text(const Finding& finding) { return message(finding); }
  std::vector<std::pair<Finding, std::string>> findings_;
};

/// Takes each identity in turn: a user namespace may have no place for one of them.
void try_identities(const std::vector<PoolTenant>& pools) {
  FindingsByPool by_pool;
  for (const PoolTenant& tenant : pools) {
    std::vector<Finding> findings;
    collect(findings, [&] { take_identity_of_worker(tenant.identity); });
    for (const Finding& finding : findings) by_pool.add(finding, {&tenant});
    be_root_again();
  }
  refuse_if_any(by_pool.take());
}

/// Pools whose workers go the same way: into the same hat, and past the same "owner" rules. Those know root,
/// whose the files of a process are that is not dumpable, and everybody else.
std::map<std::pair<HatName, bool>, Pools> alike(const std::vector<PoolTenant>& pools) {
  std::map<std::pair<HatName, bool>, Pools> out;
  for (const PoolTenant& tenant : pools) {
    out[{tenant.choice.hat, tenant.identity.uid == 0}].push_back(&tenant);
  }
  return out;
}

/// Probes that run side by side. Four keep some processors busy, and are nothing beside the php-fpm that is
/// to come, where the container's number of processes is limited.
class Probes {
 public:
  void start(const Pools& pools, const std::function<void()>& attempt) {
    if (running_.size() == 4) finish_first();
    running_.emplace_back(pools, Probe(attempt));
  }

  std::vector<Finding> finish() {
    while (!running_.empty()) finish_first();
    return findings_.take();
  }

 private:
  void finish_first() {
    auto& [pools, probe] = running_.front();
    for (const Finding& finding : probe.refused()) findings_.add(finding, pools);
    running_.pop_front();
  }

  std::deque<std::pair<Pools, Probe>> running_;
  FindingsByPool findings_;
};

}  // namespace

std::vector<Finding> prove_pools(const Plan& plan, const std::vector<PoolTenant>& pools) {
  std::vector<Finding> no_identity = refused_in_child([&] { try_identities(pools); });
  if (!no_identity.empty()) return no_identity;
  const std::vector<std::string> others = all_labels(plan, pools);
  const Start start{plan.profile(), std::string(plan.engine())};
  Probes probes;
  for (const auto& [way, together] : alike(pools)) {
    const PoolTenant& one = *together.front();
    probes.start(together, [&] { try_out(plan, start, one, others); });
  }
  return probes.finish();
}

}  // namespace aahat
