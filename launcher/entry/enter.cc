#include "entry/enter.h"

#include <cerrno>
#include <cstdint>
#include <set>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// One try. Returns 0 or the errno of the call that decided; `by_hat` tells which it was.
int try_enter(Attr& attr, const std::string& label, const HatName& hat, Entry entry, bool& by_hat) {
  by_hat = false;
  if (entry == Entry::stack) return attr.stack(label);
  const int error = attr.change_profile(label);
  // Only this one error says that the profile has no rule. After any other, a weaker way in must not be
  // tried.
  if (error != EACCES) return error;
  by_hat = true;
  return attr.change_hat(attr.fresh_token(), hat);
}

[[noreturn]] void refuse_entry(const Start& start, const std::string& label, int error, bool by_hat) {
  Finding finding{"enter hat", label, errno_text(error), ""};
  if (error == ENOENT) {
    finding.reason = "no such hat is loaded";
    finding.hint = "write the hat into profile " + escaped(start.profile.text()) +
                   " and load it with apparmor_parser -r";
  } else if (by_hat && error == EPERM) {
    finding.reason = "it is a child profile, and its profile has no rule for entering it";
    finding.hint = missing_rule(start.profile);
  } else if (by_hat && error == ECHILD) {
    finding.reason =
        "its profile has no rule for entering it, and no hat that change_hat could enter without one";
    finding.hint = missing_rule(start.profile);
  } else if (error == EPERM) {
    finding.reason = "the kernel forbids it, as for a process that is being traced";
  } else if (error == EACCES) {
    finding.reason =
        start.entry == Entry::stack
            ? "no_new_privs is set already, so that it can only be stacked onto its profile, which has "
              "no rule for that"
            : "the profile does not allow it";
    finding.hint = missing_rule(start.profile, start.entry);
  }
  throw Refusal(finding);
}

}  // namespace

std::string missing_rule(const ProfileName& profile, Entry entry) {
  const std::string name = escaped(profile.text());
  return "add \"change_profile -> " + (entry == Entry::stack ? "&" + name : name) + "//*,\" to profile " +
         name;
}

void enter(Attr& attr, const Start& start, const HatName& hat) {
  const std::string label = label_of(start.profile, hat);
  bool by_hat = false;
  const int error = while_hidden(attr, start.profile, hat,
                                 [&] { return try_enter(attr, label, hat, start.entry, by_hat); });
  if (error != 0) refuse_entry(start, label, error, by_hat);
}

void require_hat(Attr& attr, const Start& start, const HatName& hat) {
  const Label label = attr.own_label();
  const std::string own = label_of(start.profile, hat);
  std::set<std::string> wanted{own};
  if (start.entry == Entry::stack) wanted.insert(start.profile.text());
  if (!is_made_of(label, wanted, start)) {
    throw Refusal({"enter hat", own, "the kernel says that the label is now \"" + shown(label) + "\"", ""});
  }
  if (!is_enforced(label, start)) {
    throw Refusal({"trust hat", own, "it is in " + escaped(label.mode) + " mode", enforce_hint});
  }
}

}  // namespace aahat
