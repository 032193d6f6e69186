#include "label/label.h"

#include <sys/apparmor.h>

#include <algorithm>

namespace aahat {
namespace {

constexpr std::size_t longest_profile = 1024;
constexpr std::string_view before_hat = "//";
constexpr std::string_view before_member = "//&";

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::string_view ProfileName::fault(std::string_view text) {
  if (text.empty()) return "the container has no AppArmor profile, and hats are parts of one";
  if (text == "unconfined") return "the container is unconfined, and hats are parts of a profile";
  if (text.size() > longest_profile) return "its name is longer than 1024 bytes";
  if (std::any_of(text.begin(), text.end(), is_control)) return "its name holds a control character";
  if (text.starts_with(' ') || text.ends_with(' ')) return "its name begins or ends with a blank";
  if (text.find(before_member) != std::string_view::npos || text.starts_with('&'))
    return "it is a stack of profiles";
  if (text.find(before_hat) != std::string_view::npos) return "it is itself a hat or a child profile";
  if (text.starts_with(':')) return "it is in another policy namespace";
  return {};
}

std::optional<ProfileName> ProfileName::from(std::string_view text) {
  return fault(text).empty() ? std::optional(ProfileName(text)) : std::nullopt;
}

std::string label_of(const ProfileName& profile, const HatName& hat) { return label_of(profile, hat.text()); }

std::string label_of(const ProfileName& profile, std::string_view name) {
  return profile.text() + std::string(before_hat) + std::string(name);
}

std::string stack_of(const ProfileName& profile, std::string_view label) {
  return profile.text() + std::string(before_member) + std::string(label);
}

Label split_label(std::string text) {
  // Ends at the first NUL: aa_splitcon takes a C string and writes into it.
  text.resize(std::char_traits<char>::length(text.c_str()));
  char* mode = nullptr;
  const char* name = aa_splitcon(text.data(), &mode);
  return {name != nullptr ? name : "", mode != nullptr ? mode : ""};
}

std::set<std::string> members_of(const Label& label) {
  std::set<std::string> members;
  std::string_view rest = label.name;
  for (std::size_t end = rest.find(before_member); end != std::string_view::npos;
       end = rest.find(before_member)) {
    members.emplace(rest.substr(0, end));
    rest.remove_prefix(end + before_member.size());
  }
  members.emplace(rest);
  return members;
}

}  // namespace aahat
