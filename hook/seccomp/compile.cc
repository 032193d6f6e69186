#include "seccomp/compile.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <set>

#include "errors/escape.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "seccomp/prelude.h"
#include "seccomp/seccomp_words.h"

namespace aahat {
namespace {

scmp_compare operator_of(SeccompCompare compare) {
  switch (compare) {
    case SeccompCompare::ne:
      return SCMP_CMP_NE;
    case SeccompCompare::lt:
      return SCMP_CMP_LT;
    case SeccompCompare::le:
      return SCMP_CMP_LE;
    case SeccompCompare::eq:
      return SCMP_CMP_EQ;
    case SeccompCompare::ge:
      return SCMP_CMP_GE;
    case SeccompCompare::gt:
      return SCMP_CMP_GT;
    case SeccompCompare::masked_eq:
      return SCMP_CMP_MASKED_EQ;
  }
  return _SCMP_CMP_MIN;
}

using Conditions = std::vector<scmp_arg_cmp>;

Conditions conditions_of(const SeccompRule& rule) {
  Conditions out;
  for (const SeccompArgument& argument : rule.arguments) {
    out.push_back({argument.index, operator_of(argument.compare), argument.value, argument.value_two});
  }
  return out;
}

bool repeat_an_argument(const Conditions& conditions) {
  std::set<unsigned> seen;
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const scmp_arg_cmp& condition) { return !seen.insert(condition.arg).second; });
}

class Compiler {
 public:
  Compiler(const SeccompProfile& profile, const std::string& subject)
      : profile_(profile),
        subject_(subject),
        context_(seccomp_init(profile.default_action), seccomp_release) {
    if (!context_) refuse("libseccomp does not take its default action");
  }

  CompiledSeccomp compile() {
    add_architectures();
    optimize();
    for (const SeccompRule& rule : profile_.rules) {
      for (const std::string& name : rule.names) add_rule(rule, name);
    }
    const std::vector<sock_filter> program = whole_program();
    return {std::string(reinterpret_cast<const char*>(program.data()), program.size() * sizeof(sock_filter)),
            {unknown_.begin(), unknown_.end()}};
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const {
    throw Refusal({"compile the seccomp profile", subject_, reason, ""});
  }

  void add_architectures() {
    ahead_[seccomp_arch_native()];
    for (const std::string& name : profile_.architectures) {
      const auto arch = seccomp_arch(name);
      if (!arch) refuse("\"" + escaped(name) + "\" is no architecture");
      const int error = -seccomp_arch_add(context_.get(), *arch);
      if (error != 0 && error != EEXIST) {
        refuse("libseccomp does not take " + name + " here: " + errno_text(error));
      }
      ahead_[*arch];
      if (denies_by_default()) note_last(*arch);
    }
  }

  /// A default action that lets calls through, or asks a tracer, says nothing about newer calls.
  bool denies_by_default() const {
    const SeccompAction kind = profile_.default_action & SECCOMP_RET_ACTION_FULL;
    const bool lets_through =
        kind == SECCOMP_RET_ALLOW || kind == SECCOMP_RET_LOG || kind == SECCOMP_RET_TRACE;
    return !lets_through && profile_.default_action != (SECCOMP_RET_ERRNO | ENOSYS);
  }

  /// The greatest number in the profile: its author did not know calls that are newer.
  void note_last(SeccompArch arch) {
    int last = 0;
    for (const SeccompRule& rule : profile_.rules) {
      for (const std::string& name : rule.names) last = std::max(last, number_on(arch, name));
    }
    if (last > 0) ahead_[arch].last = static_cast<std::uint32_t>(last);
  }

  static int number_on(SeccompArch arch, const std::string& name) {
    const auto number = known_syscall_on(arch, name);
    return number ? *number : newer_syscall_on(arch, name).value_or(0);
  }

  /// A binary search instead of a linear one, from the same number of rules on as in runc.
  void optimize() {
    std::size_t count = 0;
    for (const SeccompRule& rule : profile_.rules) count += rule.names.size();
    if (count <= 32) return;
    const int error = -seccomp_attr_set(context_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (error != 0) refuse("libseccomp does not optimize it: " + errno_text(error));
  }

  void add_rule(const SeccompRule& rule, const std::string& name) {
    const auto number = known_syscall(name);
    if (!number) {
      add_newer_rule(rule, name);
    } else if (rule.action != profile_.default_action) {  // libseccomp refuses what changes nothing
      add_known_rule(rule, name, *number);
    }
  }

  void add_known_rule(const SeccompRule& rule, const std::string& name, int number) {
    const Conditions conditions = conditions_of(rule);
    if (!repeat_an_argument(conditions)) return add(rule.action, name, number, conditions);
    for (const scmp_arg_cmp& condition : conditions) add(rule.action, name, number, {condition});
  }

  void add(SeccompAction action, const std::string& name, int number, const Conditions& conditions) {
    const int error = -seccomp_rule_add_array(context_.get(), action, number,
                                              static_cast<unsigned>(conditions.size()), conditions.data());
    if (error == 0) return;
    refuse(error == EEXIST
               ? "its rules for " + escaped(name) + " contradict each other"
               : "libseccomp does not take a rule for " + escaped(name) + ": " + errno_text(error));
  }

  void add_newer_rule(const SeccompRule& rule, const std::string& name) {
    if (!newer_syscall_on(seccomp_arch_native(), name)) {
      unknown_.insert(name);
      return;
    }
    if (rule.action == profile_.default_action) return;
    if (!rule.arguments.empty())
      refuse("a rule for " + name + " can have no args: libseccomp does not know it");
    for (auto& [arch, ahead] : ahead_) {
      // Of several rules for one call the first counts, as with libseccomp's.
      ahead.rules.emplace(static_cast<std::uint32_t>(*newer_syscall_on(arch, name)), rule.action);
    }
  }

  std::vector<sock_filter> whole_program() {
    std::vector<sock_filter> program = prelude(ahead_);
    const std::vector<sock_filter> libseccomps = exported();
    program.insert(program.end(), libseccomps.begin(), libseccomps.end());
    if (program.size() > BPF_MAXINSNS) refuse("it has more instructions than the kernel takes");
    return program;
  }

  std::vector<sock_filter> exported() {
    const Fd file(memfd_create("seccomp", MFD_CLOEXEC));
    const int error = file ? -seccomp_export_bpf(context_.get(), file.get()) : errno;
    if (error != 0) refuse("libseccomp does not compile it: " + errno_text(error));
    if (lseek(file.get(), 0, SEEK_SET) != 0) refuse("its program cannot be read: " + errno_text(errno));
    const std::string bytes = read_all(file.get(), longest_export, "compile the seccomp profile", subject_);
    std::vector<sock_filter> program(bytes.size() / sizeof(sock_filter));
    std::memcpy(program.data(), bytes.data(), program.size() * sizeof(sock_filter));
    return program;
  }

  static constexpr std::size_t longest_export = 64UL << 20U;

  const SeccompProfile& profile_;
  const std::string& subject_;
  std::unique_ptr<void, void (*)(scmp_filter_ctx)> context_;
  std::map<SeccompArch, Ahead> ahead_;
  std::set<std::string> unknown_;
};

}  // namespace

CompiledSeccomp compile_seccomp(const SeccompProfile& profile, const std::string& subject) {
  return Compiler(profile, subject).compile();
}

}  // namespace aahat
