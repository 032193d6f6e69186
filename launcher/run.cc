#include "run.h"

#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "choose.h"
#include "confine.h"
#include "enter.h"
#include "file.h"
#include "ids.h"
#include "log.h"
#include "proc_attr.h"
#include "refusal.h"

namespace aahat {
namespace {

constexpr std::string_view program = "aa-exec-hat";

/// Whom the command runs as and in which hat: all decisions, taken before anything changes.
struct Decision {
  std::optional<HatName> hat;
  std::optional<Identity> identity;
};

Decision decide(const ByHat& by, const Plan& plan, Attr&) {
  const auto hat = HatName::from(by.hat);
  if (!hat) throw Refusal({"use the hat name", by.hat, std::string(hat_name_grammar()), ""});
  require_allowed(plan, *hat);
  return {hat, std::nullopt};
}

Subject caller() {
  const std::optional<User> user = find_user(getuid());
  return user ? Subject{"", user->name, group_name(user->gid).value_or("")} : Subject{};
}

Decision decide(const ByPool& by, const Plan& plan, Attr& attr) {
  // Only pool-order's words need to know who asks.
  Subject subject = plan.hat_of_pool(by.pool) ? Subject{} : caller();
  subject.pool = by.pool;
  return {choose_for_pool(attr, plan, subject).hat, std::nullopt};
}

std::optional<HatName> hat_of(const User& user, const Plan& plan, Attr& attr) {
  Subject subject{"", user.name, ""};
  if (!plan.hat_of_user(user.name)) subject.primary_group = group_name(user.gid).value_or("");
  const std::optional<Candidate> chosen = choose_for_user(attr, plan, subject);
  return chosen ? std::optional(chosen->hat) : std::nullopt;
}

Decision decide(const ByUser& by, const Plan& plan, Attr& attr) {
  const std::optional<User> user = find_user(by.user);
  if (!user) throw Refusal({"run as user", by.user, "the container's /etc/passwd has no such user", ""});
  return {hat_of(*user, plan, attr), Identity{user->uid, user->gid, groups_of(*user)}};
}

Decision decide(const ByCaller&, const Plan& plan, Attr& attr) {
  const std::optional<User> user = find_user(getuid());
  if (!user) {
    throw Refusal({"find the hat of uid", std::to_string(getuid()),
                   "the container's /etc/passwd has no such uid", "say which one: --hat, --pool or --user"});
  }
  return {hat_of(*user, plan, attr), std::nullopt};
}

/// session=optional is the one way past a hat, so it is never silent.
void warn_without_hat() {
  constexpr std::string_view text =
      "aa-exec-hat: warning: no hat exists for this user; running in the container's profile "
      "(io.aa-hat.session)\n";
  (void)write_all(STDERR_FILENO, text);
  log_line(program, LOG_WARNING, text.substr(program.size() + 2));
}

[[noreturn]] void exec_command(const Words& command) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());

  const int error = errno;
  Finding finding{"execute", command.front(), errno_text(error), ""};
  if (error == EACCES)
    finding.hint = "is it executable, and does the hat have a rule to execute it (such as \"ix\")?";
  (void)write_all(STDERR_FILENO, message(program, finding));
  _exit(error == ENOENT ? 127 : 126);
}

/// `attr` ends here and not at exec, which would leave its witness to the tenant, as a child it never made.
void enter_hat_of(const Plan& plan, const RunCommand& run) {
  ProcAttr attr;  // opened while we may: after setuid the attr file belongs to root
  require_clear_no_new_privs(attr);
  require_profile(attr, plan.profile());
  const Decision to = std::visit([&](const auto& by) { return decide(by, plan, attr); }, run.who);
  if (!to.hat) warn_without_hat();
  const bool no_new_privs = !to.hat || plan.no_new_privs(*to.hat);
  confine(attr, {.profile = std::string(plan.profile()),
                 .hat = to.hat,
                 .identity = to.identity,
                 .others = no_new_privs ? std::vector<std::string>{} : loaded_labels(plan),
                 .seal = plan.seal(),
                 .no_new_privs = no_new_privs});
}

}  // namespace

void run_command(const Plan& plan, const RunCommand& run) {
  enter_hat_of(plan, run);
  exec_command(run.command);
}

}  // namespace aahat
