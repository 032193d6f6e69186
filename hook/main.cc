// aa-hat-hook: commands/command_line.cc has what it can be called for, commands/commands.cc the commands, and
// checks/verify.cc what must be so before a container may start.
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <exception>
#include <new>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "file/log.h"
#include "file/standard_fds.h"

namespace aahat {
namespace {

constexpr std::string_view program = "aa-hat-hook";

int perform(const Call& call) {
  switch (call.command) {
    case Command::prestart:
    case Command::create_runtime:
      start_container(call);
      return 0;
    case Command::poststop:
      stop_container();
      return 0;
    case Command::check:
      check_bundle(call);
      return 0;
    case Command::help:
      print(usage_text());
      return 0;
    case Command::version:
      print("aa-hat-hook " AA_HAT_VERSION "\n");
      return 0;
  }
  return 1;
}

/// A write to a pipe whose reader has gone must fail, not end the hook by SIGPIPE: its status for a refusal
/// is 1, and the log must get the message.
void ignore_sigpipe() {
  if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) throw Refusal({"ignore", "SIGPIPE", errno_text(errno), ""});
}

/// The log first: crun sends stderr to /dev/null.
int refuse(const Refusal& refusal) {
  for (const Finding& finding : refusal.findings()) {
    log_line(program, LOG_ERR, message(program, finding).substr(program.size() + 2));
  }
  (void)write_all(STDERR_FILENO, message(program, refusal));
  return 1;
}

/// Allocates nothing: it also reports that memory is out.
int refuse(std::string_view text) {
  (void)write_all(STDERR_FILENO, text);
  return 1;
}

}  // namespace
}  // namespace aahat

int main(int argc, char** argv) {
  using namespace aahat;
  try {
    open_standard_descriptors();
    ignore_sigpipe();
    return perform(parse_call(argc, argv));
  } catch (const Refusal& refusal) {
    return refuse(refusal);
  } catch (const std::bad_alloc&) {
    return refuse("aa-hat-hook: cannot go on: out of memory\n");
  } catch (const std::exception&) {
    return refuse("aa-hat-hook: cannot go on: internal error (please report it)\n");
  }
}
