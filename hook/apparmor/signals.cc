#include "apparmor/signals.h"

#include <sys/apparmor.h>

#include <csignal>
#include <cstdint>

namespace aahat {
namespace {

// From the kernel's security/apparmor: AA_CLASS_SIGNAL in include/apparmor.h; ipc.c walks a profile's policy
// by this class, the signal's number (sig_names.h: these two have their own) and the peer's label, and wants
// MAY_WRITE of the sender and MAY_READ of the receiver (include/linux/fs.h).
constexpr char signal_class = 10;
enum class Side : std::uint32_t { send = 2, receive = 4 };

std::optional<bool> allows(const std::string& label, Side side, int signal, const std::string& peer) {
  std::string query(AA_QUERY_CMD_LABEL_SIZE, '\0');  // the library writes its command there
  query += label;
  query += '\0';
  query += signal_class;
  query += static_cast<char>(signal);
  query += peer;
  int allowed = 0;
  int audited = 0;
  if (aa_query_label(static_cast<std::uint32_t>(side), query.data(), query.size(), &allowed, &audited) != 0)
    return std::nullopt;
  return allowed != 0;
}

}  // namespace

std::optional<bool> may_end(const std::string& from, const std::string& to) {
  bool all = true;
  for (const int signal : {SIGTERM, SIGKILL}) {
    const auto send = allows(from, Side::send, signal, to);
    const auto receive = allows(to, Side::receive, signal, from);
    if (!send || !receive) return std::nullopt;
    all = all && *send && *receive;
  }
  return all;
}

}  // namespace aahat
