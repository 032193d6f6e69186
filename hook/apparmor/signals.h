// Whether processes of one label may signal those of another, by the policy that the host's kernel has
// loaded.
#pragma once

#include <optional>
#include <string>

namespace aahat {

/// Whether processes of label `from` can end those of label `to`: by SIGTERM and by SIGKILL, as the rules of
/// both say. Nothing where one of the labels is not loaded, or the kernel cannot be asked (aa_query_label(2)
/// over securityfs, which needs root on the host).
std::optional<bool> may_end(const std::string& from, const std::string& to);

}  // namespace aahat
