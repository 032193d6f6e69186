// Running php-fpm: where it lies, what it gets from us, and what it says.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace aahat {

/// Takes FPM_SOCKETS, FPM_SOCKETS_1, … from the environment, by which php-fpm hands its listening sockets to
/// itself over a reload (sapi/fpm/fpm/fpm_sockets.c).
void drop_fpm_sockets();

/// Gives SIGCHLD its default meaning: ignored by our caller, it would hide from us how php-fpm's test ended.
void require_child_status();

/// The absolute path of `name`: itself, if it is one, or the first executable regular file of that name in
/// the folders of $PATH (where that is unset: in /usr/sbin, /usr/bin, /sbin, /bin). Empty and relative
/// folders of $PATH are passed over. Throws Refusal for a relative path, which would mean another program
/// after a chdir, and where there is no such program.
std::string find_program(const std::string& name);

/// What a program wrote to stdout and stderr together, and how it ended.
struct Captured {
  int wait_status;  // waitpid(2)
  std::string text;
};

/// Runs `program` with `argv` and our environment but for FPM_SOCKETS*, and waits for its end. Of our
/// descriptors it gets `kept` (or none: -1) under the same number, and /dev/null as stdin. Throws Refusal,
/// after killing it, when it has not ended within `longest_run` or says more than 64 MiB; and where it cannot
/// be started.
Captured capture(const std::string& program, const std::vector<std::string>& argv, int kept,
                 std::chrono::seconds longest_run = std::chrono::seconds(60));

}  // namespace aahat
