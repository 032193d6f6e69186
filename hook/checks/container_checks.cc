#include "checks/container_checks.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "errors/refusal.h"
#include "file/file.h"
#include "plan/run_layout.h"

namespace aahat {
namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// The path without empty parts, `.`, `..` and /var of /var/run: "/var//run/./x/.." gives "/run".
std::string normal(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  if (parts.size() >= 2 && parts[0] == "var" && parts[1] == "run") parts.erase(parts.begin());
  std::string out;
  for (const std::string_view part : parts) out.append("/").append(part);
  return out;
}

/// The calls that a process in user space may answer: those that agents are commonly for. The launcher makes
/// none of them: an agent that is handed any call of the launcher's could also write into its memory.
constexpr std::array<std::string_view, 25> calls_of_agents{
    "bpf",           "delete_module", "finit_module", "fsconfig",        "fsmount",    "fsopen",
    "fspick",        "init_module",   "kexec_load",   "mknod",           "mknodat",    "mount",
    "mount_setattr", "move_mount",    "open_tree",    "perf_event_open", "pivot_root", "sched_setscheduler",
    "setns",         "setxattr",      "swapoff",      "swapon",          "sysinfo",    "umount2",
    "unshare"};

bool may_be_notified(std::string_view name) {
  return std::find(calls_of_agents.begin(), calls_of_agents.end(), name) != calls_of_agents.end();
}

}  // namespace

bool is_plain_label(std::string_view profile) {
  return !profile.starts_with(' ') && !profile.ends_with(' ') && !has_control(profile) &&
         profile.find("//&") == std::string_view::npos && !profile.starts_with('&') &&
         !profile.starts_with(':');
}

ProfileName expect_profile(std::string_view profile) {
  if (auto name = ProfileName::from(profile)) return *name;
  throw Refusal({"use profile", std::string(profile), std::string(ProfileName::fault(profile)),
                 "name one loaded profile of the host: process.apparmorProfile in config.json, or podman's "
                 "--security-opt apparmor=PROFILE"});
}

void expect_new_privileges(bool no_new_privileges, const Rules& rules) {
  if (!no_new_privileges) return;
  std::vector<Finding> findings;
  const auto refuse = [&](const std::string& key) {
    findings.push_back(
        {"use the annotation", key + "=false",
         "process.noNewPrivileges is true in config.json, and nothing clears it",
         "remove the annotation, or set process.noNewPrivileges to false (podman: leave out --security-opt "
         "no-new-privileges)"});
  };
  if (!rules.no_new_privs) refuse("io.aa-hat.no-new-privs");
  for (const auto& [hat, value] : rules.no_new_privs_of) {
    if (!value) refuse("io.aa-hat.no-new-privs." + hat.text());
  }
  refuse_if_any(std::move(findings));
}

void expect_free_place(const std::vector<std::string>& mounts) {
  std::vector<Finding> findings;
  for (const std::string& mount : mounts) {
    if (!(normal(mount) + '/').starts_with(std::string(run_layout::folder) + '/')) continue;
    findings.push_back({"use the mount at", mount, "/run/aa-hat is where the launcher and its plan are put",
                        "mount it somewhere else"});
  }
  refuse_if_any(std::move(findings));
}

void expect_no_seccomp_agent(const NotifiedCalls& notified) {
  const std::string action = "let a seccomp agent answer";
  const std::string reason =
      " is SCMP_ACT_NOTIFY in linux.seccomp of config.json, and what the launcher proves in the container "
      "must be the kernel's own answer";
  std::vector<Finding> findings;
  if (notified.by_default) {
    findings.push_back(
        {action, "every other system call", "defaultAction" + reason,
         "set another defaultAction, and SCMP_ACT_NOTIFY only for calls that the launcher does not make, "
         "such as mount or mknod"});
  }
  for (const std::string& name : std::set(notified.names.begin(), notified.names.end())) {
    if (may_be_notified(name)) continue;
    findings.push_back({action, name, "the action of a rule for it" + reason,
                        "take it out of the names with SCMP_ACT_NOTIFY in the container's seccomp profile"});
  }
  refuse_if_any(std::move(findings));
}

void expect_no_raw_filters(const std::vector<std::string>& annotations) {
  std::vector<Finding> findings;
  findings.reserve(annotations.size());
  for (const std::string& key : annotations) {
    findings.push_back(
        {"use the annotation", key,
         "what it adds to crun's seccomp filter is not in linux.seccomp of config.json, and could be "
         "made to answer in the kernel's place",
         "remove the annotation, and write the filter into linux.seccomp"});
  }
  refuse_if_any(std::move(findings));
}

void expect_rootful() {
  const std::string hint = "run the engine as root; rootless containers are not supported";
  if (geteuid() != 0) throw Refusal({"run", "", "it is not run by root", hint});
  const Fd map = open_at(AT_FDCWD, "/proc/self/uid_map", O_RDONLY);
  if (!map) throw Refusal({"read", "/proc/self/uid_map", errno_text(errno), ""});
  std::string text = read_all(map.get(), 65536, "read", "/proc/self/uid_map");
  text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }),
             text.end());
  if (text != " 0 0 4294967295\n") {
    throw Refusal({"run", "", "it runs in a user namespace, as the hooks of a rootless engine do", hint});
  }
}

}  // namespace aahat
