// passwd(5), from any source. What the functions do, ids.h says.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "accounts/ids.h"
#include "accounts/source.h"

namespace aahat {

std::optional<User> find_user(Source& passwd, std::string_view name);
std::optional<User> find_user(Source& passwd, uid_t uid);
void for_each_user(Source& passwd, const std::function<void(const User&)>& visit);

}  // namespace aahat
