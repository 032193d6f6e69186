// A compiled seccomp profile, asked without a kernel.
#pragma once

#include <linux/audit.h>

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <string>
#include <vector>

#include "../integration/programs/bpf_run.h"
#include "seccomp/compile.h"

namespace aahat {

/// What a program answers.
class Program {
 public:
  explicit Program(const SeccompProfile& profile) : compiled_(compile_seccomp(profile, "p")) {
    code_.resize(compiled_.code.size() / sizeof(sock_filter));
    std::memcpy(code_.data(), compiled_.code.data(), compiled_.code.size());
  }

  std::uint32_t answer(std::uint32_t arch, std::uint32_t number,
                       std::initializer_list<std::uint64_t> arguments = {}) const {
    seccomp_data call{static_cast<int>(number), arch, 0, {}};
    std::copy(arguments.begin(), arguments.end(), call.args);
    return bpf_run(code_.data(), code_.size(), &call);
  }
  std::uint32_t answer64(std::uint32_t number, std::initializer_list<std::uint64_t> arguments = {}) const {
    return answer(AUDIT_ARCH_X86_64, number, arguments);
  }
  std::size_t length() const { return code_.size(); }
  const std::vector<std::string>& unknown() const { return compiled_.unknown; }

 private:
  CompiledSeccomp compiled_;
  std::vector<sock_filter> code_;
};

}  // namespace aahat
