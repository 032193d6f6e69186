// What a program has to say: to syslog, without libc's syslog(3), and to stderr.
#pragma once

#include <string_view>

namespace aahat {

/// Sends "PROGRAM: TEXT" to /dev/log with facility authpriv and `priority` (LOG_ERR, LOG_WARNING, …), then
/// writes it to stderr. `text` ends in a newline; further newlines are blanks in the log, which takes the
/// first 8 KiB. The log comes first: crun sends stderr to /dev/null, and nobody may read a pipe there. A
/// closed pipe does not end the process. Allocates nothing, so that it can tell that there is no memory.
/// Fails in silence: there is nobody else to tell.
///
/// libc's syslog(3) would read the image's /etc/localtime, and open and wait on whatever lies at /dev/log:
/// this connects a datagram socket, which only a socket answers, and never blocks.
void tell(std::string_view program, int priority, std::string_view text) noexcept;

/// The second half of that: stderr alone.
void tell_stderr(std::string_view program, std::string_view text) noexcept;

}  // namespace aahat
