// The configurations that php-fpm is given in place of the original one, as text. Each includes the original,
// so that nothing in the image is touched.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/hat_name.h"

namespace aahat {

/// Which php-fpm, and its main configuration file: absolute paths.
struct FpmSource {
  std::string program;
  std::string config;
};

/// Throws Refusal unless both paths can be written into a configuration and mean themselves there: absolute,
/// printable ASCII, and in the configuration's none of `* ? [ ] { } \ " ' $ ;` (it goes through glob(3) and
/// PHP's INI scanner).
void require_writable(const FpmSource& source);

/// Whether `name` means itself as the name of a section: 1 to 255 of `A-Z a-z 0-9 . _ @ + -`.
bool is_section_name(std::string_view name);

/// What `php-fpm -tt` is to read. It ends in a pool called `probe` that uses apparmor_hat, since a php-fpm
/// without AppArmor refuses that word; and in a [global] part, so that php-fpm neither writes to the error
/// log of the original nor keeps silent because of its log_level.
std::string learning_wrapper(const FpmSource& source, std::string_view probe);

/// What php-fpm is to run with: our header, the original, and for each pool (a name that is_section_name) its
/// hat. The header's form:
///
///   ;aa-hat-fpm 1
///   ;program PATH
///   ;config PATH
std::string final_wrapper(const FpmSource& source, const std::vector<std::pair<std::string, HatName>>& hats);

/// The source in the header of a final wrapper, or nothing where `text` does not begin with one.
std::optional<FpmSource> source_of(std::string_view text);

}  // namespace aahat
