// A kernel of a few lines: which labels are loaded, which rules the profile has, and how this process stands.
#pragma once

#include <cerrno>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "attr/attr.h"

namespace aahat {

class FakeAttr : public Attr {
 public:
  enum class Kind { ordinary, child };

  ProfileName profile_name = *ProfileName::from("P");
  std::string profile = profile_name.text();
  std::map<std::string, Kind> hats;     // by name
  std::string mode = "enforce";         // of every label
  bool may_change_profile = true;       // P has "change_profile -> P//*"
  bool may_stack = true;                // and "change_profile -> &P//*"
  std::set<std::string> rules_of_hats;  // where their change_profile rules lead
  bool no_new_privs_set = false;
  int hidden_by_reload = 0;     // so many tries fail with ENOENT
  int answer_to_own_name = -1;  // overrides what ask_change_hat says
  Label label{"P", "enforce"};
  std::vector<std::string> log;
  bool closed = false;
  bool is_forged = false;  // something answers all questions in the kernel's place
  int questions = 0;       // how often label and no_new_privs were asked for
  std::uint64_t now = 1000;

  Label own_label() override {
    ++questions;
    return label;
  }
  void uid_changed() override { log.emplace_back("uid_changed"); }

  int change_profile(const std::string& to) override {
    log.push_back("changeprofile " + to);
    if (no_new_privs_set) return EPERM;
    if (hidden_by_reload-- > 0) return ENOENT;
    if (!hats.contains(name_in(to))) return ENOENT;
    if (!may_change_profile) return EACCES;
    label = {to, mode};
    return 0;
  }

  /// The kernel keeps what was there, and allows it under no_new_privs.
  int stack(const std::string& to) override {
    log.push_back("stack " + to);
    if (hidden_by_reload-- > 0) return ENOENT;
    if (!hats.contains(name_in(to))) return ENOENT;
    if (!may_stack) return EACCES;
    label = {label.name + "//&" + to, mode};
    return 0;
  }

  int change_hat(std::uint64_t token, const HatName& hat) override {
    log.push_back("changehat " + hat.text());
    if (token == 0) return EINVAL;
    if (!hats.contains(hat.text())) return ENOENT;
    if (hats.at(hat.text()) == Kind::child) return EPERM;
    label = {label_of(profile_name, hat), mode};
    return 0;
  }

  /// As the kernel's change_hat: P reaches its ordinary hats, a hat its siblings, a child profile nothing.
  Answer ask_change_hat(const HatName& hat) override { return {answer_about_hat(hat), !is_forged}; }

  Answer ask_change_profile(const std::string& to) override { return {answer_about_profile(to), !is_forged}; }

  int answer_about_hat(const HatName& hat) {
    const bool in_profile = label.name == profile;
    if (!in_profile) log.push_back("permhat " + hat.text());
    if (!in_profile && answer_to_own_name >= 0) return answer_to_own_name;
    if (no_new_privs_set) return EPERM;
    if (in_profile && !hats.contains(hat.text())) return ENOENT;
    const bool is_ordinary = hats.at(hat.text()) == Kind::ordinary;
    if (in_profile) return is_ordinary ? 0 : EPERM;
    return is_ordinary ? 0 : ECHILD;
  }

  virtual int answer_about_profile(const std::string& to) {
    const std::string other = to.starts_with(profile + "//&") ? to.substr(profile.size() + 3) : to;
    if (other != profile && other != "unconfined" && !hats.contains(name_in(other))) return ENOENT;
    return rules_of_hats.contains(to) ? 0 : EACCES;
  }
  bool no_new_privs() override {
    ++questions;
    return no_new_privs_set;
  }
  int set_no_new_privs() override {
    log.emplace_back("no_new_privs");
    no_new_privs_set = true;
    return 0;
  }
  void close() override { closed = true; }
  std::uint64_t fresh_token() override { return 4711; }
  std::uint64_t pause() override { return now += 5; }

 private:
  std::string name_in(const std::string& to) const { return to.substr(profile.size() + 2); }
};

}  // namespace aahat
