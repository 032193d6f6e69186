#include "fpm.h"

#include "refusal.h"

namespace aahat {

void fpm_native(const Plan& /*plan*/, const std::vector<std::string>& command) {
  throw Refusal({"start", command.empty() ? "" : command.front(), "this is not built yet", ""});
}

bool is_fpm_reload(int /*argc*/, const char* const* /*argv*/) { return false; }

void fpm_reload(const Plan& /*plan*/, int /*argc*/, const char* const* /*argv*/) {
  throw Refusal({"start", "", "this is not built yet", ""});
}

std::vector<PoolView> view_pools(Attr& /*attr*/, const Plan& /*plan*/,
                                 const std::vector<std::string>& command) {
  throw Refusal({"show", command.empty() ? "" : command.front(), "this is not built yet", ""});
}

}  // namespace aahat
