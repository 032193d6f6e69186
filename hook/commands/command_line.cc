#include "commands/command_line.h"

#include <getopt.h>

#include <array>
#include <string_view>
#include <vector>

#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr const char* usage_hint = "aa-hat-hook --help tells the usage";

[[noreturn]] void refuse_argument(const std::string& argument, const std::string& reason) {
  throw Refusal({"understand the argument", argument, reason, usage_hint});
}

void take_option(int option, char** argv, Call& call) {
  switch (option) {
    case 'c':
      call.files.config = optarg;
      return;
    case 'l':
      call.files.launcher = optarg;
      return;
    case 'j':
      call.json = true;
      return;
    case 'h':
      call.command = Command::help;
      return;
    case 'v':
      call.command = Command::version;
      return;
    case ':':
      refuse_argument(argv[optind - 1], "its value is missing");
    default:
      refuse_argument(argv[optind - 1], "there is no such option");
  }
}

Command stage(const std::string& word) {
  if (word == "prestart") return Command::prestart;
  if (word == "createRuntime") return Command::create_runtime;
  if (word == "poststop") return Command::poststop;
  refuse_argument(word, "the stages are prestart, createRuntime and poststop");
}

void take_words(const std::vector<std::string>& words, Call& call) {
  if (call.command == Command::help || call.command == Command::version) return;
  std::size_t most = 1;
  if (!words.empty() && words[0] == "check") {
    if (words.size() < 2) refuse_argument("check", "it needs the path of a bundle");
    call.command = Command::check;
    call.bundle = words[1];
    most = 2;
  } else if (!words.empty()) {
    call.command = stage(words[0]);
  }
  if (words.size() > most) refuse_argument(words[most], "it is one too many");
  if (call.json && call.command != Command::check) refuse_argument("--json", "it belongs to check");
}

}  // namespace

Call parse_call(int argc, char** argv) {
  static constexpr std::array<option, 6> options{{{"config", required_argument, nullptr, 'c'},
                                                  {"launcher", required_argument, nullptr, 'l'},
                                                  {"json", no_argument, nullptr, 'j'},
                                                  {"help", no_argument, nullptr, 'h'},
                                                  {"version", no_argument, nullptr, 'v'},
                                                  {nullptr, 0, nullptr, 0}}};
  Call call;
  opterr = 0;
  optind = 0;  // GNU: starts again, for tests that call this twice
  for (int found = 0; (found = getopt_long(argc, argv, ":", options.data(), nullptr)) != -1;) {
    take_option(found, argv, call);
  }
  take_words({argv + optind, argv + argc}, call);
  return call;
}

const char* usage_text() {
  return R"(usage: aa-hat-hook [--config FILE] [--launcher FILE] [STAGE]
       aa-hat-hook [--config FILE] [--launcher FILE] check [--json] BUNDLE
       aa-hat-hook --help | --version

OCI hook: puts php-fpm pools and logins of a container into AppArmor hats. It reads
the container's io.aa-hat. annotations, proves on the host that they can be honoured,
and mounts the launcher and its plan at /run/aa-hat of the container. What it cannot
prove keeps the container from starting, and the messages say what to change.

STAGE, with the container's OCI state on stdin:
  prestart        prove and deliver (this is also the default)
  createRuntime   the same
  poststop        nothing: no trace is kept on the host

check             does the same reading and proving for the bundle in folder BUNDLE,
                  changes nothing, and prints the plan with warnings (--json: as JSON)

Options:
  --config FILE   the host's configuration (default /etc/aa-hat/config.json, which may
                  be absent; a FILE that is named must exist)
  --launcher FILE the aa-exec-hat to deliver (default: "launcher" of the configuration,
                  or else the installed one)

Exit status: 0, or 1 for every refusal. Messages go to stderr and to syslog.

Without an io.aa-hat. annotation the hook does nothing, unless "require" in the host's
configuration asks this container to have some. An example, in words of runtimes:

  "annotations": {"io.aa-hat.pool.shop": "shop", "io.aa-hat.pool.blog": "blog"}
  podman run --annotation io.aa-hat.pool.shop=shop --security-opt apparmor=web ...

See aa-hat-hook(8) and aa-exec-hat(1).
)";
}

}  // namespace aahat
