// Who reads our label once we are in a hat that may not read it (kernels before lsm_get_self_attr(2),
// Linux 6.8).
#pragma once

#include <sys/types.h>

#include <string>

#include "file/file.h"

namespace aahat {

/// Throws the Refusal for `error` (errno) on opening or reading the attr file.
[[noreturn]] void refuse_label(int error);

/// A child process, forked before the hat is entered and so still in the profile, that reads our attr file
/// when it is asked. It lives no longer than its owner: it ends when the pipe closes, and is waited for.
class LabelReader {
 public:
  /// `label`: /proc/PID/attr/current of this process, open for reading. It is opened once: a later lookup
  /// would give the file to root, since this process is not dumpable by then, and "owner" rules of the hat
  /// would no longer match for us.
  explicit LabelReader(const Fd& label);
  ~LabelReader();
  LabelReader(const LabelReader&) = delete;
  LabelReader& operator=(const LabelReader&) = delete;

  /// The label's text. Throws Refusal where the profile may not read it.
  std::string read_label();

 private:
  Fd questions_;
  Fd answers_;
  pid_t child_ = -1;
};

}  // namespace aahat
