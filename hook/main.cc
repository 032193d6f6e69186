// aa-hat-hook: commands/command_line.cc has what it can be called for, commands/commands.cc the commands, and
// checks/verify.cc what is checked before a container may start.
#include <syslog.h>

#include <exception>
#include <new>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "errors/refusal.h"
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

int refuse(std::string_view text) noexcept {
  tell(program, LOG_ERR, text);
  return 1;
}

int refuse(const Refusal& refusal) {
  for (const Finding& finding : refusal.findings()) refuse(message(finding));
  return 1;
}

}  // namespace
}  // namespace aahat

int main(int argc, char** argv) {
  using namespace aahat;
  try {  // the inner one's handler makes a message, for which there may be no memory
    try {
      open_standard_descriptors();
      return perform(parse_call(argc, argv));
    } catch (const Refusal& refusal) {
      return refuse(refusal);
    }
  } catch (const std::bad_alloc&) {
    return refuse("cannot go on: out of memory\n");
  } catch (const std::exception&) {
    return refuse("cannot go on: internal error (please report it)\n");
  }
}
