// aa-hat-hook: see help.cc for what it is called for, jobs.cc for the jobs, proof.cc for what must be so.
#include <syslog.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <string_view>

#include "commands/command_line.h"
#include "commands/commands.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "file/log.h"

namespace aahat {
namespace {

constexpr std::string_view program = "aa-hat-hook";

int perform(const Call& call) {
  switch (call.job) {
    case Job::prestart:
    case Job::create_runtime:
      start_container(call);
      return 0;
    case Job::poststop:
      stop_container();
      return 0;
    case Job::check:
      check_bundle(call);
      return 0;
    case Job::help:
      return write_all(STDOUT_FILENO, usage_text()) ? 0 : 1;
    case Job::version:
      return write_all(STDOUT_FILENO, "aa-hat-hook " AA_HAT_VERSION "\n") ? 0 : 1;
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
  try {
    try {
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
