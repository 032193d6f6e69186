#include "attr/proc_attr.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

#include "attr/lsm_attr.h"
#include "errors/refusal.h"
#include "file/call.h"

namespace aahat {
namespace {

constexpr const char* plain_proc = "mount a procfs at /proc, and nothing over files in it";

[[noreturn]] void refuse_proc(const std::string& reason) {
  throw Refusal({"trust", "/proc", reason, plain_proc});
}

/// /proc, if it is the root folder of a procfs: not a tmpfs with forged attr files, not a folder of some
/// procfs bound there. (linux/magic.h; the root of a procfs is inode 1, PROC_ROOT_INO in
/// include/linux/proc_ns.h.)
Fd open_proc() {
  Fd proc = open_at(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  if (!proc) refuse_proc(errno_text(errno));
  struct statfs filesystem {};
  struct stat status {};
  if (fstatfs(proc.get(), &filesystem) != 0 || fstat(proc.get(), &status) != 0)
    refuse_proc(errno_text(errno));
  if (filesystem.f_type != PROC_SUPER_MAGIC) refuse_proc("it is not a procfs");
  if (status.st_ino != 1) refuse_proc("it is not the root of a procfs");
  return proc;
}

// Nothing below /proc may be a link, or lie on another file system: both would be somebody's forgery.
constexpr unsigned long long within_proc =
    RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

/// Our own folder in /proc. The number comes from the procfs itself, which may belong to an outer pid
/// namespace.
Fd open_own_folder(const Fd& proc) {
  std::array<char, 32> number{};
  if (readlinkat(proc.get(), "self", number.data(), number.size() - 1) <= 0) refuse_proc(errno_text(errno));
  Fd folder = open_at(proc.get(), number.data(), O_PATH | O_DIRECTORY, within_proc);
  if (!folder) refuse_proc(errno_text(errno));
  return folder;
}

Fd open_attr_current(const Fd& process, int flags) {
  Fd fd = open_at(process.get(), "attr/apparmor/current", flags, within_proc);
  if (!fd) fd = open_at(process.get(), "attr/current", flags, within_proc);
  return fd;
}

/// Throws Refusal where that cannot be shown. A seccomp filter could pretend both calls to have returned 0,
/// but not 1: so whoever sets 0 has set 1 before, by the same calls.
void set_dumpable(int value) {
  if (call(SYS_prctl, PR_SET_DUMPABLE, value) == 0 && call(SYS_prctl, PR_GET_DUMPABLE) == value) return;
  throw Refusal({"keep other processes from tracing this one by", "PR_SET_DUMPABLE",
                 "the kernel did not do it, or a seccomp filter answers in its place",
                 "let the runtime's seccomp profile allow prctl"});
}

[[noreturn]] void refuse_attr(int error) {
  Finding finding{"open", "/proc/self/attr/current", errno_text(error), ""};
  if (error == EACCES) {
    finding.reason = "the container's profile does not allow writing it, or only as \"owner\"";
    finding.hint = "add \"@{PROC}/@{pid}/attr/{apparmor/,}current rw,\" to the profile (without \"owner\")";
  }
  if (error == EXDEV) {
    finding.reason = "something is mounted over it";
    finding.hint = plain_proc;
  }
  if (error == ENOENT) finding.reason = "this kernel runs without AppArmor";
  throw Refusal(finding);
}

}  // namespace

ProcAttr::ProcAttr() {
  set_dumpable(1);  // so that the files belong to our uid, and "owner" rules match
  process_ = open_own_folder(open_proc());
  attr_current_ = open_attr_current(process_, O_WRONLY);
  if (!attr_current_) refuse_attr(errno);
  const bool has_calls = own_label_from_kernel() && can_ask_kernel();
  const Fd label = has_calls ? Fd() : open_attr_current(process_, O_RDONLY);
  if (!has_calls && !label) refuse_label(errno);
  // Before the label reader is forked: it stays in the profile, and must not be dumpable either.
  set_dumpable(0);
  if (!has_calls) label_reader_ = std::make_unique<LabelReader>(label);
}

Label ProcAttr::own_label() {
  if (label_reader_) return split_label(label_reader_->read_label());
  const std::optional<std::string> label = own_label_from_kernel();
  if (!label) throw Refusal({"read our own label", "", errno_text(errno), ""});
  return split_label(*label);
}

int ProcAttr::write_command(const std::string& text) {
  // At offset 0: the kernel takes a command only there, and the descriptor is used more than once.
  const auto size = static_cast<long>(text.size());
  const long put = call(SYS_pwrite64, attr_current_.get(), argument(text.data()), size, 0);
  if (put == size) return 0;
  return put < 0 ? static_cast<int>(-put) : EIO;
}

int ProcAttr::change_profile(const std::string& label) { return write_command("changeprofile " + label); }

int ProcAttr::change_hat(std::uint64_t token, const HatName& hat) {
  return write_command(hat_command("changehat", token, hat));
}

int ProcAttr::stack(const std::string& label) { return write_command("stack " + label); }

Answer ProcAttr::ask_change_hat(const HatName& hat) {
  return ask(hat_command("permhat", fresh_token(), hat));
}

Answer ProcAttr::ask_change_profile(const std::string& label) { return ask("permprofile " + label); }

Answer ProcAttr::ask(const std::string& question) {
  return label_reader_ ? ask_by_file(question) : ask_kernel(question);
}

/// As for lsm_set_self_attr(2) (lsm_attr.cc), a call that differs in memory alone shows who answers: one word
/// without an argument is EINVAL to AppArmor, and not logged (do_setattr in security/apparmor/lsm.c). Where
/// the hat's policy forbids the write, both calls get EACCES.
Answer ProcAttr::ask_by_file(const std::string& question) {
  std::string text(question.size(), 'x');
  const int control = write_command(text);
  if (control != EINVAL) return {control, false};
  question.copy(text.data(), text.size());
  return {write_command(text), true};
}

bool ProcAttr::no_new_privs() { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }

int ProcAttr::set_no_new_privs() { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno; }

/// The hat's policy decides over the file at each write, often by an "owner" rule, and that goes by the owner
/// that the file had when it was last looked up: the one before, or root once this process is not dumpable.
/// So it is opened anew, while we are in the profile. Where the profile forbids that, the hat's rule must do
/// without owner.
void ProcAttr::uid_changed() {
  if (!label_reader_)
    return set_dumpable(0);  // the change of the uid has set it to fs.suid_dumpable, see proc(5)
  set_dumpable(1);
  Fd own = open_attr_current(process_, O_WRONLY);
  set_dumpable(0);
  if (own) attr_current_ = std::move(own);
}

void ProcAttr::close() {
  label_reader_.reset();
  attr_current_ = Fd();
  process_ = Fd();
}

std::uint64_t ProcAttr::fresh_token() {
  std::uint64_t token = 0;
  // 0 means "no token" to the kernel: the hat could be left again without one.
  while (token == 0) {
    const ssize_t got = getrandom(&token, sizeof token, 0);
    if (got != sizeof token) throw Refusal({"get a random token", "", errno_text(got < 0 ? errno : EIO), ""});
  }
  return token;
}

std::uint64_t ProcAttr::pause() {
  const timespec some{0, 5'000'000};
  nanosleep(&some, nullptr);
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

}  // namespace aahat
