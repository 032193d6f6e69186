#include "fpm/view.h"

#include "errors/escape.h"
#include "errors/refusal.h"
#include "fpm/tenants.h"

namespace aahat {
namespace {

std::string why(const Candidate& choice) {
  return choice.word ? "pool-order: " + std::string(to_text(*choice.word)) : "rule";
}

std::string reasons(const std::vector<Finding>& findings) {
  std::string out = "refused";
  for (const Finding& finding : findings) out += ": " + finding.reason;
  return out;
}

}  // namespace

PoolView view_pool(const Chooser& choose, const Plan& plan, const Accounts& accounts, const Pool& pool) {
  PoolView view{pool.name, pool.user, std::nullopt, pool.group, pool.listen, std::nullopt, ""};
  if (const auto user = accounts.user(pool.user)) view.uid = user->uid;
  std::vector<Finding> findings;
  collect(findings, [&] {
    const Candidate choice = place_pool(choose, plan, accounts, pool).choice;
    view.hat = choice.hat;
    view.why = why(choice);
  });
  if (!findings.empty()) view.why = reasons(findings);
  return view;
}

}  // namespace aahat
