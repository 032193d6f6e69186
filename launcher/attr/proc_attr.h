// Attr on the running kernel.
#pragma once

#include <memory>

#include "attr/attr.h"
#include "attr/label_reader.h"
#include "file/file.h"

namespace aahat {

/// Opens the attr file of this process now, so that it can be written after setuid (when the process is not
/// dumpable and the file belongs to root), and on kernels without lsm_get_self_attr(2) starts the label
/// reader. /proc is checked to be the root of a procfs, and nothing may be mounted over what is opened below
/// it (a container image or volume can forge it: CVE-2019-16884, CVE-2023-28642).
///
/// From then on this process is not dumpable (PR_SET_DUMPABLE(2const)). In the hat it has the tenant's label,
/// and it may have the tenant's uid: a hat that lets its tenant trace itself would let him trace us, before
/// no_new_privs and the filter are there. The same check guards pidfd_getfd, process_vm_writev and
/// /proc/PID's mem, fd and maps (ptrace_may_access in kernel/ptrace.c). exec makes the tenant's program
/// dumpable again.
class ProcAttr : public Attr {
 public:
  /// Throws Refusal where /proc is not procfs, or AppArmor has no attr file there.
  ProcAttr();

  Label own_label() override;
  int change_profile(const std::string& label) override;
  int change_hat(std::uint64_t token, const HatName& hat) override;
  int stack(const std::string& label) override;
  Answer ask_change_hat(const HatName& hat) override;
  Answer ask_change_profile(const std::string& label) override;
  bool no_new_privs() override;
  int set_no_new_privs() override;
  void uid_changed() override;
  void close() override;
  std::uint64_t fresh_token() override;
  std::uint64_t pause() override;

 private:
  int write_command(const std::string& text);
  Answer ask(const std::string& question);
  Answer ask_by_file(const std::string& question);

  Fd process_;  // our folder in /proc
  Fd attr_current_;
  // None where the kernel has lsm_get_self_attr(2) and lsm_set_self_attr(2): there questions go without a
  // file, too, since a hat's policy decides over files.
  std::unique_ptr<LabelReader> label_reader_;
};

}  // namespace aahat
