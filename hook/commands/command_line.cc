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
      call.job = Job::help;
      return;
    case 'v':
      call.job = Job::version;
      return;
    case ':':
      refuse_argument(argv[optind - 1], "its value is missing");
    default:
      refuse_argument(argv[optind - 1], "there is no such option");
  }
}

Job stage(const std::string& word) {
  if (word == "prestart") return Job::prestart;
  if (word == "createRuntime") return Job::create_runtime;
  if (word == "poststop") return Job::poststop;
  refuse_argument(word, "the stages are prestart, createRuntime and poststop");
}

void take_words(const std::vector<std::string>& words, Call& call) {
  if (call.job == Job::help || call.job == Job::version) return;
  std::size_t most = 1;
  if (!words.empty() && words[0] == "check") {
    if (words.size() < 2) refuse_argument("check", "it needs the path of a bundle");
    call.job = Job::check;
    call.bundle = words[1];
    most = 2;
  } else if (!words.empty()) {
    call.job = stage(words[0]);
  }
  if (words.size() > most) refuse_argument(words[most], "it is one too many");
  if (call.json && call.job != Job::check) refuse_argument("--json", "it belongs to check");
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
  optind = 0;  // GNU: start afresh, for tests that call this twice
  for (int found = 0; (found = getopt_long(argc, argv, ":", options.data(), nullptr)) != -1;) {
    take_option(found, argv, call);
  }
  take_words({argv + optind, argv + argc}, call);
  return call;
}

}  // namespace aahat
