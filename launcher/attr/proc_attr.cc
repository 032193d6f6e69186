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

#include "attr/self_attr.h"
#include "errors/refusal.h"

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

Fd open_attr_current(const Fd& process) {
  Fd fd = open_at(process.get(), "attr/apparmor/current", O_WRONLY, within_proc);
  if (!fd) fd = open_at(process.get(), "attr/current", O_WRONLY, within_proc);
  return fd;
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

ProcAttr::ProcAttr() : process_(open_own_folder(open_proc())), attr_current_(open_attr_current(process_)) {
  if (!attr_current_) refuse_attr(errno);
  if (!own_label_from_kernel()) witness_ = std::make_unique<Witness>(process_);
}

Label ProcAttr::own_label() {
  if (!witness_) {
    const std::optional<std::string> label = own_label_from_kernel();
    if (!label) throw Refusal({"read our own label", "", errno_text(errno), ""});
    return split_label(*label);
  }
  return split_label(witness_->read_label());
}

int ProcAttr::command(const std::string& text) {
  // At offset 0: the kernel takes a command only there, and the descriptor is used more than once.
  const ssize_t put = pwrite(attr_current_.get(), text.data(), text.size(), 0);
  return put == static_cast<ssize_t>(text.size()) ? 0 : errno;
}

int ProcAttr::change_profile(const std::string& label) { return command("changeprofile " + label); }

int ProcAttr::change_hat(std::uint64_t token, const HatName& hat) {
  return command(hat_command("changehat", token, hat));
}

int ProcAttr::stack(const std::string& label) { return command("stack " + label); }

int ProcAttr::ask_change_hat(const HatName& hat) {
  const std::string question = hat_command("permhat", fresh_token(), hat);
  if (!witness_) return tell_kernel(question);
  const int answer = command(question);
  if (answer != EACCES) return answer;
  // In the hat, its policy decides over the file at each write. After setuid the file belongs to root, so
  // that the usual "owner" rule does not match: be dumpable for this moment, and let a new lookup see it.
  prctl(PR_SET_DUMPABLE, 1);
  attr_current_ = open_attr_current(process_);
  const int second_answer = attr_current_ ? command(question) : errno;
  prctl(PR_SET_DUMPABLE, 0);
  return second_answer;
}

int ProcAttr::ask_change_profile(const std::string& label) {
  const std::string question = "permprofile " + label;
  return witness_ ? command(question) : tell_kernel(question);
}

bool ProcAttr::no_new_privs() { return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1; }

int ProcAttr::set_no_new_privs() { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : errno; }

void ProcAttr::close() {
  witness_.reset();
  attr_current_ = Fd();
  process_ = Fd();
}

std::uint64_t ProcAttr::fresh_token() {
  std::uint64_t token = 0;
  // 0 means "no token" to the kernel: the hat could be left again without one.
  while (token == 0) {
    if (getrandom(&token, sizeof token, 0) != sizeof token && errno != EINTR) {
      throw Refusal({"get a random token", "", errno_text(errno), ""});
    }
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
