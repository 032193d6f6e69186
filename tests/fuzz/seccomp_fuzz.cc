// A seccomp profile of arbitrary bytes: refused, or compiled to a program that answers for each call.
#include <linux/audit.h>

#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "../integration/programs/bpf_run.h"
#include "fuzz.h"
#include "seccomp/compile.h"
#include "seccomp/seccomp_json.h"

namespace aahat {
namespace {

std::vector<sock_filter> program_of(const std::string& code) {
  require(!code.empty() && code.size() % sizeof(sock_filter) == 0);
  std::vector<sock_filter> program(code.size() / sizeof(sock_filter));
  std::memcpy(program.data(), code.data(), code.size());
  return program;
}

void ask(const std::vector<sock_filter>& program, std::uint32_t arch, std::uint32_t number) {
  const seccomp_data call{static_cast<int>(number), arch, 0, {0, 1, 2, 3, 4, UINT64_MAX}};
  require(bpf_run(program.data(), program.size(), &call) != bpf_broken);
}

void compile(const SeccompProfile& profile) {
  const std::vector<sock_filter> program = program_of(compile_seccomp(profile, "profile").code);
  for (const std::uint32_t arch :
       std::array<std::uint32_t, 3>{AUDIT_ARCH_X86_64, AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64}) {
    for (std::uint32_t number = 0; number < 500; ++number) ask(program, arch, number);
    ask(program, arch, 1U << 30U);
    ask(program, arch, UINT32_MAX);
  }
}

}  // namespace
}  // namespace aahat

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aahat;
  std::optional<SeccompProfile> profile;
  may_refuse([&] { profile = parse_seccomp(text_of(data, size), "profile"); });
  if (profile) may_refuse([&] { compile(*profile); });
  return 0;
}
