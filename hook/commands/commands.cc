#include "commands/commands.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <optional>

#include "checks/verify.h"
#include "delivery/deliver.h"
#include "errors/refusal.h"
#include "file/file.h"
#include "oci/container.h"
#include "plan/writer.h"
#include "report/report.h"

namespace aahat {
namespace {

constexpr std::size_t longest_state = 8UL << 20U;

ContainerState state_from_stdin() {
  return ContainerState(read_all(STDIN_FILENO, longest_state, "read", "the container's state"));
}

void pass_by(const Call& call, const ContainerState& state) {
  const std::vector<std::string> required = required_profiles(call.files);
  if (!required.empty()) expect_not_required(required, read_config(state.bundle()));
}

std::string absolute(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), std::free);
  if (!real) throw Refusal({"open bundle", path, errno_text(errno), ""});
  return real.get();
}

void print(const std::string& text) {
  if (!write_all(STDOUT_FILENO, text)) throw Refusal({"write to", "standard output", errno_text(errno), ""});
}

}  // namespace

void start_container(const Call& call) {
  const ContainerState state = state_from_stdin();
  const std::optional<Annotations> annotations = state.annotations();
  if (annotations->empty()) return pass_by(call, state);
  const pid_t pid = state.pid();
  const Proven proven = prove(call.files, state.bundle(), annotations);
  const std::string plan = write_plan(proven.profile, proven.rules, proven.host);
  deliver({proven.launcher.get(), plan}, pid, proven.config.root);
}

void stop_container() {
  // To the end: a runtime whose pipe is closed early takes that for a failure.
  std::array<char, 65536> ignored;
  while (read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
  }
}

void check_bundle(const Call& call) {
  const std::string bundle = absolute(call.bundle);
  const ContainerConfig config = read_config(bundle);
  if (config.annotations.empty()) {
    expect_not_required(required_profiles(call.files), config);
    return print(call.json ? "null\n"
                           : "no io.aa-hat. annotation: the container starts as it would without us\n");
  }
  const Proven proven = prove(call.files, bundle, std::nullopt);
  Report report = make_report(bundle, proven.config, proven.profile, proven.rules, proven.unknown_names);
  warn_of_signals(report);
  print(call.json ? as_json(report) : as_text(report));
}

}  // namespace aahat
