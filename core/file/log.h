// One line to the system's log, without libc's syslog(3).
#pragma once

#include <string_view>

namespace aahat {

/// Sends `text` (newlines become blanks) as `PROGRAM: TEXT` to /dev/log with facility authpriv and `priority`
/// (LOG_ERR, LOG_WARNING, …). libc's syslog would read the image's /etc/localtime, and open and wait on
/// whatever lies at /dev/log: this connects a datagram socket, which only a socket answers, and never blocks.
/// That nobody listens is normal; no error.
void log_line(std::string_view program, int priority, std::string_view text);

}  // namespace aahat
