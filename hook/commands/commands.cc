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

std::string absolute(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), std::free);
  if (!real) throw Refusal({"open bundle", path, errno_text(errno), ""});
  return real.get();
}

}  // namespace

void start_container(const Call& call) {
  const ContainerState state = state_from_stdin();
  const Annotations annotations = state.annotations();
  // For every container: otherwise annotations that only config.json has would be ignored.
  const BundleConfig bundle = BundleConfig::read(state.bundle());
  if (annotations.empty() && bundle.annotations().empty()) return expect_not_required(call.files, bundle);
  const pid_t pid = state.pid();
  const VerifiedContainer verified = verify_container(call.files, bundle, annotations);
  const std::string plan = write_plan(verified.profile, verified.rules, verified.host);
  deliver({verified.launcher.get(), plan}, pid, verified.config.root);
}

void stop_container() {
  // To the end: a runtime whose pipe is closed early reports a failure. The contents do not matter.
  std::array<char, 65536> ignored;
  ssize_t got = 0;
  do {
    got = read(STDIN_FILENO, ignored.data(), ignored.size());
  } while (got > 0 || (got < 0 && errno == EINTR));
}

void check_bundle(const Call& call) {
  const BundleConfig bundle = BundleConfig::read(absolute(call.bundle));
  if (bundle.annotations().empty()) {
    expect_not_required(call.files, bundle);
    return print(call.json ? "null\n"
                           : "no io.aa-hat. annotation: the container starts as it would without us\n");
  }
  const VerifiedContainer verified = verify_container(call.files, bundle, std::nullopt);
  Report report =
      make_report(bundle.bundle(), verified.config, verified.profile, verified.rules, verified.unknown_names);
  warn_of_signals(report);
  print(call.json ? as_json(report) : as_text(report));
}

void print(std::string_view text) {
  if (!write_all(STDOUT_FILENO, text)) throw Refusal({"write to", "standard output", errno_text(errno), ""});
}

}  // namespace aahat
