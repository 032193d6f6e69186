// aa-exec-hat: arguments/ has its command line, entry/confine.cc what it is for.
#include <syslog.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <string_view>

#include "arguments/arguments.h"
#include "entry/mounted_plan.h"
#include "entry/warn.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "file/log.h"
#include "fpm/fpm.h"
#include "login/login.h"
#include "run/run.h"
#include "show/show.h"

namespace aahat {
namespace {

constexpr int exit_refused = 125;

int print(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) throw Refusal({"write to", "standard output", errno_text(errno), ""});
  return 0;
}

struct Perform {
  int operator()(const RunCommand& run) const { run_command(mounted_plan(), run); }
  int operator()(const LoginCommand& to) const { login(mounted_plan(), to); }
  int operator()(const FpmCommand& fpm) const { fpm_native(mounted_plan(), fpm.command); }
  int operator()(const ShowCommand& show) const { return print(shown(mounted_plan(), show)); }
  int operator()(const HelpCommand&) const { return print(help_text()); }
  int operator()(const VersionCommand&) const { return print("aa-exec-hat " AA_HAT_VERSION "\n"); }
};

int run(int argc, char** argv) {
  const std::string_view name = argc > 0 ? argv[0] : "";
  if (!is_login_shell(name) && is_fpm_reload(argc, argv)) fpm_reload(mounted_plan(), argc, argv);
  return std::visit(Perform{}, parse_arguments(name, Words(argv + (argc > 0 ? 1 : 0), argv + argc)));
}

int refuse(std::string_view text) noexcept {
  tell(program_name, LOG_ERR, text);
  return exit_refused;
}

int refuse(const Refusal& refusal) {
  for (const Finding& finding : refusal.findings()) refuse(message(finding));
  return exit_refused;
}

}  // namespace
}  // namespace aahat

int main(int argc, char** argv) {
  using namespace aahat;
  try {
    try {
      return run(argc, argv);
    } catch (const Refusal& refusal) {
      return refuse(refusal);
    }
  } catch (const std::bad_alloc&) {
    return refuse("cannot go on: out of memory\n");
  } catch (const std::exception&) {
    return refuse("cannot go on: internal error (please report it)\n");
  }
}
