#include "fpm/dump.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

/// The keys that we go by, and where they are kept. A php-fpm built without libacl has no listen.acl_*.
struct Key {
  std::string_view name;
  std::string Pool::*setting;
  bool always_there;
};

constexpr std::array<Key, 9> keys{{{"user", &Pool::user, true},
                                   {"group", &Pool::group, true},
                                   {"listen", &Pool::listen, true},
                                   {"listen.owner", &Pool::listen_owner, true},
                                   {"listen.group", &Pool::listen_group, true},
                                   {"listen.mode", &Pool::listen_mode, true},
                                   {"chroot", &Pool::chroot, true},
                                   {"listen.acl_users", &Pool::acl_users, false},
                                   {"listen.acl_groups", &Pool::acl_groups, false}}};

[[noreturn]] void refuse(std::string_view line, const std::string& reason) {
  throw Refusal({"understand what php-fpm -tt says in the line", std::string(line), reason, ""});
}

/// TEXT of "[21-Nov-2026 22:55:00] NOTICE: TEXT" (zlog_print_time in sapi/fpm/fpm/zlog.c), or nothing.
std::optional<std::string_view> notice(std::string_view line) {
  constexpr std::string_view form = "[dd-aaa-dddd dd:dd:dd] NOTICE: ";
  if (line.size() < form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = line[i];
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    const bool fits = form[i] == 'd' ? is_digit : form[i] == 'a' ? is_letter : c == form[i];
    if (!fits) return std::nullopt;
  }
  return line.substr(form.size());
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

class Parser {
 public:
  std::vector<Pool> parse(std::string_view text) {
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      take(line);
    }
    if (state_ != State::ended) refuse("", "the output ends too early");
    return std::move(pools_);
  }

 private:
  enum class State { before, in_global, in_pool, between, ended };

  void take(std::string_view line) {
    const std::optional<std::string_view> said = notice(line);
    if (state_ == State::before) {
      if (said && *said == "[global]") state_ = State::in_global;
    } else if (state_ == State::ended) {
      if (!line.empty()) refuse(line, "it stands behind the end");
    } else if (!said) {
      refuse(line, "it is not in the expected form");
    } else if (state_ == State::between) {
      begin(line, *said);
    } else if (*said == " ") {
      end_section(line);
    } else {
      take_setting(line, *said);
    }
  }

  void begin(std::string_view line, std::string_view said) {
    if (said.starts_with("configuration file ") && said.ends_with(" test is successful")) {
      state_ = State::ended;
      return;
    }
    if (said.size() < 3 || said.front() != '[' || said.back() != ']') refuse(line, "no section begins so");
    Pool pool;
    pool.name = said.substr(1, said.size() - 2);
    // php-fpm compares names without regard to case, and so would have made one pool of two.
    const bool is_new = lower(pool.name) != "global" && names_.insert(lower(pool.name)).second;
    if (!is_new) refuse(line, "the section comes twice");
    pools_.push_back(std::move(pool));
    seen_.clear();
    state_ = State::in_pool;
  }

  void end_section(std::string_view line) {
    for (const Key& key : keys) {
      if (state_ == State::in_pool && key.always_there && !seen_.contains(key.name)) {
        refuse(line, "the pool " + escaped(pools_.back().name) + " lacks " + std::string(key.name));
      }
    }
    if (state_ == State::in_pool && pools_.back().listen.empty()) refuse(line, "the pool listens nowhere");
    state_ = State::between;
  }

  void take_setting(std::string_view line, std::string_view said) {
    const std::size_t equals = said.find(" = ");
    if (!said.starts_with('\t') || equals == std::string_view::npos) refuse(line, "it is no setting");
    if (state_ != State::in_pool) return;
    const std::string_view name = said.substr(1, equals - 1);
    // env[NAME], php_value[NAME], access.suppress_path[] and the like may repeat, and are not ours.
    if (name.ends_with(']')) return;
    if (!seen_.insert(name).second) refuse(line, "the key comes twice");
    set(line, name, said.substr(equals + 3));
  }

  static std::string Pool::*place_of(std::string_view name) {
    // pm.status_listen, since PHP 8.0, and whatever else of that kind comes after it.
    if (name.starts_with("pm.") && name.ends_with("_listen")) return &Pool::hidden_listen;
    const auto* key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
    return key == keys.end() ? nullptr : key->setting;
  }

  void set(std::string_view line, std::string_view name, std::string_view value) {
    std::string Pool::*const place = place_of(name);
    if (place == nullptr || value == "undefined") return;
    const bool is_plain = std::none_of(value.begin(), value.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte < 0x20 || byte == 0x7f;
    });
    if (!is_plain) refuse(line, "it has a control character in it");
    pools_.back().*place = value;
  }

  State state_ = State::before;
  std::vector<Pool> pools_;
  std::set<std::string> names_;
  std::set<std::string_view> seen_;
};

}  // namespace

std::vector<Pool> parse_dump(std::string_view text) { return Parser().parse(text); }

}  // namespace aahat
