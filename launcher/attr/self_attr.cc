#include "attr/self_attr.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

namespace aahat {
namespace {

// From include/uapi/linux/lsm.h, which Debian 12's headers do not have yet.
constexpr long call_get_self_attr = 459;
constexpr long call_set_self_attr = 460;
constexpr unsigned attr_current = 100;
constexpr std::uint64_t id_apparmor = 104;
constexpr std::uint32_t flag_single = 1;

struct LsmContext {
  std::uint64_t id;
  std::uint64_t flags;
  std::uint64_t length;
  std::uint64_t text_length;
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

int tell_kernel(const std::string& command) {
  const LsmContext context{id_apparmor, 0, sizeof context + command.size(), command.size()};
  std::vector<char> message(context.length);
  std::memcpy(message.data(), &context, sizeof context);
  std::memcpy(message.data() + sizeof context, command.data(), command.size());
  return syscall(call_set_self_attr, attr_current, message.data(), message.size(), 0) == 0 ? 0 : errno;
}

}  // namespace aahat
