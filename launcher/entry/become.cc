#include "entry/become.h"

#include <syslog.h>
#include <unistd.h>

#include "attr/enter.h"
#include "attr/proc_attr.h"
#include "choice/choose.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "file/log.h"

namespace aahat {
namespace {

constexpr std::string_view program = "aa-exec-hat";

/// session=optional is the one way past a hat, so it is never silent.
void warn_without_hat() {
  constexpr std::string_view text =
      "aa-exec-hat: warning: no hat exists for this user; running in the container's profile "
      "(io.aa-hat.session)\n";
  (void)write_all(STDERR_FILENO, text);
  log_line(program, LOG_WARNING, text.substr(program.size() + 2));
}

}  // namespace

std::optional<HatName> hat_of(Attr& attr, const Plan& plan, const User& user,
                              const std::optional<std::string>& role) {
  if (role) return choose_role(attr, plan, user.name, *role);
  Subject subject{"", user.name, ""};
  if (!plan.hat_of_user(user.name)) subject.primary_group = group_name(user.gid).value_or("");
  const std::optional<Candidate> chosen = choose_for_user(attr, plan, subject);
  return chosen ? std::optional(chosen->hat) : std::nullopt;
}

User user_named(const std::string& name) {
  const std::optional<User> user = find_user(name);
  if (!user) throw Refusal({"run as user", name, "the container's /etc/passwd has no such user", ""});
  return *user;
}

std::optional<User> calling_user() { return find_user(getuid()); }

User known_calling_user() {
  const std::optional<User> user = calling_user();
  if (!user) {
    throw Refusal({"find the hat of uid", std::to_string(getuid()),
                   "the container's /etc/passwd has no such uid", "say which one: --hat, --pool or --user"});
  }
  return *user;
}

Identity identity_of(const User& user) { return {user.uid, user.gid, groups_of(user)}; }

void become(const Plan& plan, const std::function<Decision(Attr&)>& decide) {
  ProcAttr attr;  // opened while we may: after setuid the attr file belongs to root
  require_profile(attr, plan.profile(), plan.engine());
  const Decision to = decide(attr);
  if (!to.hat) warn_without_hat();
  confine(attr, confinement_in(attr, plan, to.hat, to.identity));
}

}  // namespace aahat
