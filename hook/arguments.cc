#include "arguments.h"

#include <getopt.h>

#include <array>
#include <string_view>
#include <vector>

#include "refusal.h"

namespace aahat {
namespace {

constexpr const char* usage_hint = "aa-hat-hook --help tells the usage";

[[noreturn]] void refuse_argument(const std::string& argument, const std::string& reason) {
  throw Refusal({"understand the argument", argument, reason, usage_hint});
}

void take_option(int option, char** argv, Arguments& arguments) {
  switch (option) {
    case 'c':
      arguments.config = optarg;
      return;
    case 'l':
      arguments.launcher = optarg;
      return;
    case 'j':
      arguments.json = true;
      return;
    case 'h':
      arguments.job = Job::help;
      return;
    case 'v':
      arguments.job = Job::version;
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

void take_words(const std::vector<std::string>& words, Arguments& arguments) {
  if (arguments.job == Job::help || arguments.job == Job::version) return;
  std::size_t most = 1;
  if (!words.empty() && words[0] == "check") {
    if (words.size() < 2) refuse_argument("check", "it needs the path of a bundle");
    arguments.job = Job::check;
    arguments.bundle = words[1];
    most = 2;
  } else if (!words.empty()) {
    arguments.job = stage(words[0]);
  }
  if (words.size() > most) refuse_argument(words[most], "it is one too many");
  if (arguments.json && arguments.job != Job::check) refuse_argument("--json", "it belongs to check");
}

}  // namespace

Arguments parse_arguments(int argc, char** argv) {
  static constexpr std::array<option, 6> options{{{"config", required_argument, nullptr, 'c'},
                                                  {"launcher", required_argument, nullptr, 'l'},
                                                  {"json", no_argument, nullptr, 'j'},
                                                  {"help", no_argument, nullptr, 'h'},
                                                  {"version", no_argument, nullptr, 'v'},
                                                  {nullptr, 0, nullptr, 0}}};
  Arguments arguments;
  opterr = 0;
  optind = 0;  // GNU: start afresh, for tests that call this twice
  for (int found = 0; (found = getopt_long(argc, argv, ":", options.data(), nullptr)) != -1;) {
    take_option(found, argv, arguments);
  }
  take_words({argv + optind, argv + argc}, arguments);
  return arguments;
}

}  // namespace aahat
