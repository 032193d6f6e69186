// The narrow interface between our decisions and AppArmor, for the calling process alone. The real one is
// proc_attr.h; unit tests have a fake. Everything here is dull: it decides nothing.
#pragma once

#include <cstdint>
#include <string>

#include "label/label.h"

namespace aahat {

/// The answer to a question.
struct Answer {
  int error = 0;           // 0 or an errno value
  bool is_kernels = true;  // false: the question did not reach AppArmor, and `error` says what came instead
};

/// Own label, entering, asking.
class Attr {
 public:
  virtual ~Attr() = default;

  /// The label that this process has now. Throws Refusal where it cannot be had.
  virtual Label own_label() = 0;

  // Each returns 0 or an errno value. A success is not taken for the fact: own_label() is asked afterwards.

  /// "changeprofile LABEL" (aa_change_profile(2)).
  virtual int change_profile(const std::string& label) = 0;

  /// "changehat TOKEN^HAT" (aa_change_hat(2)), token not 0. The exec that follows clears the token.
  virtual int change_hat(std::uint64_t token, const HatName& hat) = 0;

  /// "stack LABEL" (aa_stack_profile(2)): `label` is added to what this process has. The kernel allows that
  /// under no_new_privs too, since it only takes rights away.
  virtual int stack(const std::string& label) = 0;

  /// "permhat TOKEN^HAT": could change_hat be done? Changes nothing.
  virtual Answer ask_change_hat(const HatName& hat) = 0;

  /// "permprofile LABEL": could change_profile be done? Changes nothing. ENOENT: no such label is loaded; 0
  /// and EACCES: it is, also in the moments in which a policy reload makes change_profile fail with ENOENT.
  virtual Answer ask_change_profile(const std::string& label) = 0;

  virtual bool no_new_privs() = 0;
  virtual int set_no_new_privs() = 0;

  /// To be called, still in the profile, after this process has changed its uid: what goes by files must then
  /// have been opened by the new one.
  virtual void uid_changed() = 0;

  /// Ends what own_label() and the questions need: nothing here is called after that.
  virtual void close() = 0;

  /// A random token other than 0.
  virtual std::uint64_t fresh_token() = 0;

  /// Waits a few milliseconds, for retries. Returns the milliseconds on a clock that never jumps.
  virtual std::uint64_t pause() = 0;
};

}  // namespace aahat
