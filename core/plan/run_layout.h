// Where a container has the launcher and its plan, and what the files are called.
#pragma once

namespace aahat::run_layout {

inline constexpr const char* parent = "/run";
inline constexpr const char* parent_name = "run";
inline constexpr const char* folder = "/run/aa-hat";
inline constexpr const char* folder_name = "aa-hat";

inline constexpr const char* launcher_name = "aa-exec-hat";
inline constexpr const char* shell_name = "aa-hat-shell";  // a hard link to the launcher, for passwd(5)
inline constexpr const char* plan_name = "plan";

inline constexpr const char* launcher = "/run/aa-hat/aa-exec-hat";

inline constexpr const char* mount_source = "aa-hat";  // of the tmpfs, as /proc/PID/mountinfo shows it

}  // namespace aahat::run_layout
