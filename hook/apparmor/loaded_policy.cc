#include "apparmor/loaded_policy.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>

#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {
namespace {

constexpr const char* switch_path = "/sys/module/apparmor/parameters/enabled";
constexpr const char* list_path = "/sys/kernel/security/apparmor/profiles";
// In ms; reloads hide labels for at most 58 ms on the kernels measured.
constexpr std::uint64_t longest_reload = 1000;

[[noreturn]] void refuse_list(const std::string& reason, const char* hint) {
  throw Refusal({"read", list_path, reason, hint});
}

/// The list in a new mount of securityfs that is attached nowhere: podman unmounts /sys/kernel for its
/// runtime, and so for hooks, where a container has a user namespace of its own. Empty where that fails.
Fd open_unmounted_list() {
  const Fd context(fsopen("securityfs", FSOPEN_CLOEXEC));
  if (!context || fsconfig(context.get(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return {};
  const Fd mount(fsmount(context.get(), FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY));
  return mount ? open_at(mount.get(), "apparmor/profiles", O_RDONLY | O_NONBLOCK) : Fd();
}

Fd open_list() {
  Fd list = open_at(AT_FDCWD, list_path, O_RDONLY | O_NONBLOCK);
  const int error = errno;
  if (!list && error == ENOENT) list = open_unmounted_list();
  if (!list)
    refuse_list(errno_text(error), "mount securityfs at /sys/kernel/security; reading it needs root");
  struct statfs about {};
  if (fstatfs(list.get(), &about) != 0) refuse_list(errno_text(errno), "");
  if (about.f_type != SECURITYFS_MAGIC) refuse_list("it is not in securityfs", "run the hook on the host");
  return list;
}

bool all_seen(const std::set<HatName>& hats, const LoadedLabels& labels) {
  return !labels.profile_mode().empty() && std::all_of(hats.begin(), hats.end(), [&](const HatName& hat) {
    return labels.hats().contains(hat.text());
  });
}

LoadedLabels read_until_seen(const ProfileName& profile, const std::set<HatName>& hats,
                             const PolicyReader& reader) {
  LoadedLabels labels(profile.text());
  reader.read_list(labels);
  if (all_seen(hats, labels)) return labels;
  const std::uint64_t deadline = reader.pause() + longest_reload;
  while (true) {
    reader.read_list(labels);
    if (all_seen(hats, labels) || reader.pause() >= deadline) return labels;
  }
}

constexpr const char* not_loaded = "the kernel has no such label loaded";

Finding not_enforcing(const char* action, const std::string& label, const std::string& mode) {
  return {action, label, "it is in " + mode + " mode, which does not confine",
          "put it into enforce mode (aa-enforce, or remove its \"flags=\")"};
}

void expect_profile_enforced(const std::string& profile, const std::string& mode) {
  constexpr const char* action = "use profile";
  if (mode.empty()) throw Refusal({action, profile, not_loaded, "load it with apparmor_parser -r"});
  if (mode != "enforce") throw Refusal(not_enforcing(action, profile, mode));
}

void expect_hat_enforced(const std::string& label, const HatName& hat, const LoadedHats& loaded) {
  constexpr const char* action = "use hat";
  const auto found = loaded.find(hat.text());
  if (found == loaded.end()) {
    throw Refusal(
        {action, label, not_loaded,
         "add the hat (^NAME) or child profile to the policy, and load it with apparmor_parser -r"});
  }
  if (found->second != "enforce") throw Refusal(not_enforcing(action, label, found->second));
}

}  // namespace

void LoadedLabels::feed(std::string_view piece) {
  for (std::size_t end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    rest_.append(piece.substr(0, end));
    take_line(rest_);
    rest_.clear();
    piece.remove_prefix(end + 1);
  }
  rest_.append(piece);
}

void LoadedLabels::take_line(std::string_view line) {
  const std::size_t split = line.rfind(" (");
  if (split == std::string_view::npos || !line.ends_with(')') || !line.starts_with(profile_)) return;
  if (split < profile_.size()) return;  // "P (enforce)" is no profile's name, but the line of P
  const std::string_view mode = line.substr(split + 2, line.size() - split - 3);
  const std::string_view below = line.substr(profile_.size(), split - profile_.size());
  if (below.empty()) {
    profile_mode_ = mode;
  } else if (below.starts_with("//")) {
    hats_.insert_or_assign(std::string(below.substr(2)), std::string(mode));
  }
}

void expect_apparmor() {
  const std::string hint = "boot with apparmor=1 security=apparmor (or lsm=...,apparmor)";
  const Fd file = open_at(AT_FDCWD, switch_path, O_RDONLY | O_NONBLOCK);
  if (!file && errno != ENOENT) throw Refusal({"read", switch_path, errno_text(errno), ""});
  if (!file) throw Refusal({"use", "AppArmor", "this kernel does not have it, or /sys is not mounted", hint});
  if (!read_all(file.get(), 64, "read", switch_path).starts_with('Y')) {
    throw Refusal({"use", "AppArmor", "it is switched off on this kernel", hint});
  }
}

// If the label cannot be read the result is empty, which is the strict one: the launcher then refuses a label
// that has this profile as one more member.
std::string own_unconfined_profile() {
  constexpr std::string_view mode = " (unconfined)";
  const Fd file = open_at(AT_FDCWD, "/proc/self/attr/current", O_RDONLY);
  std::string label = file ? read_all(file.get(), 4096, "read", "/proc/self/attr/current") : "";
  label = label.substr(0, label.find_first_of(std::string_view("\n\0", 2)));
  return label.ends_with(mode) ? label.substr(0, label.size() - mode.size()) : "";
}

std::uint64_t pause_a_little() {
  const timespec while_reloading{0, 10'000'000};
  // A signal may cut the pause short, which does no harm.
  (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &while_reloading, nullptr);
  timespec now{};
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) throw Refusal({"read", "the clock", errno_text(errno), ""});
  return static_cast<std::uint64_t>(now.tv_sec) * 1000 + static_cast<std::uint64_t>(now.tv_nsec) / 1'000'000;
}

void read_loaded(LoadedLabels& labels) {
  const Fd list = open_list();
  std::array<char, 4096> buffer;  // the kernel gives this list a page at a time
  while (true) {
    const ssize_t got = read(list.get(), buffer.data(), buffer.size());
    if (got == 0) return;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_list(errno_text(errno), "");
    labels.feed({buffer.data(), static_cast<std::size_t>(got)});
  }
}

LoadedHats expect_enforced(const ProfileName& profile, const std::set<HatName>& hats,
                           const PolicyReader& reader) {
  const LoadedLabels labels = read_until_seen(profile, hats, reader);
  std::vector<Finding> findings;
  collect(findings, [&] { expect_profile_enforced(profile.text(), labels.profile_mode()); });
  // Without the profile none of its hats is loaded: one message is enough.
  if (!labels.profile_mode().empty()) {
    for (const HatName& hat : hats) {
      collect(findings, [&] { expect_hat_enforced(label_of(profile, hat), hat, labels.hats()); });
    }
  }
  refuse_if_any(std::move(findings));
  return labels.hats();
}

}  // namespace aahat
