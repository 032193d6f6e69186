// Who reads our label once we are in a hat that may not read it (kernels before lsm_get_self_attr(2),
// Linux 6.8).
#pragma once

#include <sys/types.h>

#include <string>

#include "file/file.h"

namespace aahat {

/// A child process, forked before the hat is entered and so still in the profile, that reads
/// /proc/OUR-PID/attr/current when it is asked. It lives no longer than its owner: it ends when the pipe
/// closes, and is waited for.
class Witness {
 public:
  /// `process` is a descriptor of this process' folder in a checked procfs.
  explicit Witness(const Fd& process);
  ~Witness();
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  /// The label's text. Throws Refusal where the profile may not read it.
  std::string read_label();

 private:
  Fd questions_;
  Fd answers_;
  pid_t child_ = -1;
};

}  // namespace aahat
