// The name of a seccomp profile, as annotations write it.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace aahat {

/// NAME of the file NAME.json in the host's folder of seccomp profiles: 1 to 64 of `A-Z a-z 0-9 . _ + @ -`,
/// not starting with `.` or `-`. So it leads nowhere but into that folder, and can stand in a line of the
/// plan.
class SeccompName {
 public:
  /// The name, or nothing where `text` is not one.
  static std::optional<SeccompName> from(std::string_view text);

  const std::string& text() const { return text_; }
  auto operator<=>(const SeccompName&) const = default;

 private:
  explicit SeccompName(std::string_view text) : text_(text) {}
  std::string text_;
};

/// What such a name must look like, for messages.
std::string_view seccomp_name_grammar();

}  // namespace aahat
