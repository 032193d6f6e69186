#include "attr/lsm_attr.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

#include "file/call.h"

namespace aahat {
namespace {

// From include/uapi/linux/lsm.h, which Debian 12's headers do not have yet.
constexpr long call_get_self_attr = 459;
constexpr long call_set_self_attr = 460;
constexpr unsigned attr_current = 100;
constexpr std::uint64_t id_undefined = 0;
constexpr std::uint64_t id_apparmor = 104;
constexpr std::uint32_t flag_single = 1;

struct LsmContext {
  std::uint64_t id;
  std::uint64_t flags;
  std::uint64_t length;
  std::uint64_t text_length;
};

/// A command in the form of lsm_set_self_attr(2).
class Message {
 public:
  explicit Message(const std::string& command) : bytes_(sizeof(LsmContext) + command.size()) {
    command.copy(bytes_.data() + sizeof(LsmContext), command.size());
  }

  /// Sends it to the module `id`. Returns 0 or an errno value.
  int send(std::uint64_t id) {
    const LsmContext context{id, 0, bytes_.size(), bytes_.size() - sizeof context};
    std::memcpy(bytes_.data(), &context, sizeof context);
    return static_cast<int>(
        -call(call_set_self_attr, attr_current, argument(bytes_.data()), static_cast<long>(bytes_.size())));
  }

  /// Shows whether what send() returns comes from the kernel. The container's seccomp filter may answer the
  /// call with whatever errno value it likes, 0 among them. But it sees a call's registers and not the memory
  /// behind them, and knows of no earlier call: two calls that differ in memory alone (file/call.h) get the
  /// same decision. So the same message is sent to a module that does not exist. To that only the kernel says
  /// EOPNOTSUPP (security_setselfattr in security/security.c); a filter that said so would say it to the
  /// question too, where it proves nothing.
  int answer_to_control() { return send(id_undefined); }

 private:
  std::vector<char> bytes_;
};

}  // namespace

std::string hat_command(const char* verb, std::uint64_t token, const HatName& hat) {
  std::array<char, 16> digits{};
  auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), token, 16).ptr;
  const std::string number(digits.data(), end);
  return std::string(verb) + " " + std::string(digits.size() - number.size(), '0') + number + "^" +
         hat.text();
}

std::optional<std::string> own_label_from_kernel() {
  struct {
    LsmContext context{id_apparmor, 0, 0, 0};
    std::array<char, 4096> text{};
  } answer;
  std::uint32_t size = sizeof answer;
  if (syscall(call_get_self_attr, attr_current, &answer, &size, flag_single) != 1) return std::nullopt;
  const std::size_t length = std::min<std::size_t>(answer.context.text_length, answer.text.size());
  return std::string(answer.text.data(), strnlen(answer.text.data(), length));
}

bool can_ask_kernel() { return Message("permprofile").answer_to_control() == EOPNOTSUPP; }

Answer ask_kernel(const std::string& question) {
  Message message(question);
  const int control = message.answer_to_control();
  if (control != EOPNOTSUPP) return {control, false};
  return {message.send(id_apparmor), true};
}

}  // namespace aahat
