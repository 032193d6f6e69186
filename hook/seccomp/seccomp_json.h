// OCI's linux.seccomp as JSON → SeccompProfile.
#pragma once

#include <string>
#include <string_view>

#include "seccomp/seccomp_profile.h"

namespace aahat {

/// Reads `text`, what stands under linux.seccomp in a config.json (runtime-spec config-linux.md, "Seccomp").
/// Throws Refusal "cannot read SUBJECT", with a finding for each thing that is wrong: an unknown key or word,
/// a value outside its range, errnoRet or valueTwo where they mean nothing, over 4096 rules (no filter could
/// hold them), and what cannot be honoured here: SCMP_ACT_NOTIFY and listenerPath, since nobody would listen,
/// and the form in which engines keep their default (includes, excludes, archMap), of which the engine picks
/// the rules.
SeccompProfile parse_seccomp(std::string_view text, const std::string& subject);

}  // namespace aahat
