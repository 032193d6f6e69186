// `aa-exec-hat show`: what each rule, pool and user would get, and why.
#pragma once

#include <string>

#include "arguments/arguments.h"
#include "plan/plan.h"

namespace aahat {

/// The answer as a table for people, or as JSON. Changes nothing; enters hats only in child processes, to
/// tell what each of them is. Throws Refusal where this process is not in the plan's profile, or php-fpm's
/// pools cannot be learnt.
std::string shown(const Plan& plan, const ShowCommand& show);

}  // namespace aahat
