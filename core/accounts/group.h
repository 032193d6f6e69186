// group(5), from any source. What the functions do, ids.h says.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounts/ids.h"
#include "accounts/source.h"

namespace aahat {

std::optional<std::string> group_name(Source& group, gid_t gid);
void for_each_group(Source& group, const std::function<void(const Group&)>& visit);
std::vector<gid_t> groups_of(Source& group, const User& user);

}  // namespace aahat
