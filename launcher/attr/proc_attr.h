// Attr on the running kernel.
#pragma once

#include <memory>

#include "attr/attr.h"
#include "attr/label_reader.h"
#include "file/file.h"

namespace aahat {

/// Opens the attr file of this process now, so that it can be written after setuid (when the process is not
/// dumpable and the file belongs to root), and on kernels without lsm_get_self_attr(2) starts the witness.
/// /proc is checked to be the root of a procfs, and nothing may be mounted over what is opened below it (a
/// container image or volume can forge it: CVE-2019-16884, CVE-2023-28642).
class ProcAttr : public Attr {
 public:
  /// Throws Refusal where /proc is not procfs, or AppArmor has no attr file there.
  ProcAttr();

  Label own_label() override;
  int change_profile(const std::string& label) override;
  int change_hat(std::uint64_t token, const HatName& hat) override;
  int stack(const std::string& label) override;
  int ask_change_hat(const HatName& hat) override;
  int ask_change_profile(const std::string& label) override;
  bool no_new_privs() override;
  int set_no_new_privs() override;
  void close() override;
  std::uint64_t fresh_token() override;
  std::uint64_t pause() override;

 private:
  int command(const std::string& text);

  Fd process_;  // our folder in /proc
  Fd attr_current_;
  // None where the kernel has lsm_get_self_attr(2); there questions too go without a file, since a hat's
  // policy decides over files: its EACCES could not be told from the kernel's answer.
  std::unique_ptr<Witness> witness_;
};

}  // namespace aahat
