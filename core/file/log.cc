#include "file/log.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>

#include <cstring>
#include <string>

#include "file/file.h"

namespace aahat {

void log_line(std::string_view program, int priority, std::string_view text) {
  const Fd socket_fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket_fd) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, "/dev/log");

  std::string line = "<" + std::to_string(LOG_AUTHPRIV | priority) + ">";
  line.append(program).append(": ").append(text);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  // Best effort by design: the message has gone to stderr as well.
  (void)sendto(socket_fd.get(), line.data(), line.size(), MSG_NOSIGNAL,
               reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace aahat
