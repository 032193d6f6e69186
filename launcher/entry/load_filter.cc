#include "entry/load_filter.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "errors/refusal.h"
#include "file/call.h"

namespace aahat {
namespace {

[[noreturn]] void refuse(int error) {
  Finding finding{"load the seccomp filter", "", errno_text(error), ""};
  if (error == EACCES) {
    finding.reason = "no_new_privs is not set, and this process is no CAP_SYS_ADMIN";
    finding.hint = "let io.aa-hat.no-new-privs be true";
  } else if (error == ENOSYS) {
    finding.reason = "this kernel has no seccomp, or a filter that is in force already hides the call";
  } else if (error == EPERM) {
    finding.hint = "a filter that is in force already forbids seccomp(2): let the runtime's own allow it";
  } else if (error == ENOMEM) {
    finding.hint = "the filters of a process may have 32768 instructions in all (MAX_INSNS_PER_PATH)";
  }
  throw Refusal(finding);
}

[[noreturn]] void refuse_forged() {
  throw Refusal({"load the seccomp filter", "",
                 "a filter that is in force answers seccomp(2) in the kernel's place",
                 "let the runtime's seccomp profile allow seccomp"});
}

}  // namespace

void load_filter(std::string_view code, unsigned flags) {
  // A copy, since in the plan it need not be aligned.
  std::vector<sock_filter> instructions(code.size() / sizeof(sock_filter));
  if (instructions.empty() || instructions.size() > BPF_MAXINSNS) refuse(EINVAL);
  std::memcpy(instructions.data(), code.data(), instructions.size() * sizeof(sock_filter));
  // First an empty program, which the kernel refuses with EINVAL (seccomp_prepare_filter in
  // kernel/seccomp.c). A filter that is in force sees the same registers both times: had it let the first
  // call through, then the second one too, whose success is the kernel's then.
  sock_fprog program{0, instructions.data()};
  const auto load = [&] {
    return static_cast<int>(-call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, argument(&program)));
  };
  const int control = load();
  if (control == 0) refuse_forged();
  if (control != EINVAL) refuse(control);
  program.len = static_cast<unsigned short>(instructions.size());
  const int error = load();
  if (error != 0) refuse(error);
}

}  // namespace aahat
