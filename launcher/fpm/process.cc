#include "fpm/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "errors/refusal.h"

namespace aahat {

void drop_fpm_sockets() {
  std::vector<std::string> names;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (text.starts_with("FPM_SOCKETS")) names.emplace_back(text.substr(0, text.find('=')));
  }
  for (const std::string& name : names) unsetenv(name.c_str());
}

void prepare_process() {
  (void)signal(SIGCHLD, SIG_DFL);
  int fd = 0;
  do {
    fd = open("/dev/null", O_RDWR);
    if (fd < 0) throw Refusal({"open", "/dev/null", errno_text(errno), ""});
  } while (fd <= STDERR_FILENO);
  close(fd);
}

}  // namespace aahat
