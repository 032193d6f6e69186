// The names that rules speak of. Parsed once; after that each is valid everywhere.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace aahat {

/// The name of a hat (NAME in the label `P//NAME`): 1 to 64 of `A-Z a-z 0-9 . _ + @ -`, not starting with `.`
/// or `-`, and not with `null-` (the kernel's own names for hats that complain mode invents). Nothing in it
/// can act as a separator in the attr commands (`changehat TOKEN^NAME`), in a label, or in the plan.
class HatName {
 public:
  /// The name, or nothing where `text` is not one.
  static std::optional<HatName> from(std::string_view text);

  const std::string& text() const { return text_; }
  auto operator<=>(const HatName&) const = default;

 private:
  explicit HatName(std::string_view text) : text_(text) {}
  std::string text_;
};

/// Whether `text` is 1 to 64 of `A-Z a-z 0-9 . _ + @ -` that does not start with `.` or `-`: what all names
/// have in common that lead from annotations to something on the host.
bool is_plain_name(std::string_view text);

/// What a hat's name must look like, for messages.
std::string_view hat_name_grammar();

/// Whether `text` can be NAME in a key `io.aa-hat.pool.NAME` or `io.aa-hat.user.NAME`: 1 to 255 bytes of
/// printable ASCII other than blank, `/ \ " ' [ ] ; = ,`.
bool is_subject_name(std::string_view text);

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
