#include "fpm/fpm_arguments.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "errors/refusal.h"

namespace aahat {
namespace {

enum class Kind { flag, value, config, starts_nothing };

struct Option {
  char letter;
  std::string_view name;
  Kind kind;
};

constexpr std::array<Option, 17> known{{{'c', "php-ini", Kind::value},
                                        {'d', "define", Kind::value},
                                        {'e', "profile-info", Kind::flag},
                                        {'h', "help", Kind::starts_nothing},
                                        {'i', "info", Kind::starts_nothing},
                                        {'m', "modules", Kind::starts_nothing},
                                        {'n', "no-php-ini", Kind::flag},
                                        {'?', "usage", Kind::starts_nothing},
                                        {'v', "version", Kind::starts_nothing},
                                        {'y', "fpm-config", Kind::config},
                                        {'t', "test", Kind::starts_nothing},
                                        {'p', "prefix", Kind::value},
                                        {'g', "pid", Kind::value},
                                        {'R', "allow-to-run-as-root", Kind::flag},
                                        {'D', "daemonize", Kind::flag},
                                        {'F', "nodaemonize", Kind::flag},
                                        {'O', "force-stderr", Kind::flag}}};

[[noreturn]] void refuse(const std::string& word, const std::string& reason, const std::string& hint = "") {
  throw Refusal({"pass to php-fpm the argument", word, reason, hint});
}

class Reader {
 public:
  explicit Reader(const Words& words) : words_(words) {}

  FpmArguments read() {
    for (; at_ < words_.size(); ++at_) {
      const std::string_view word = words_[at_];
      if (word.starts_with("--")) {
        read_long(word.substr(2));
      } else if (word.starts_with('-') && word.size() > 1) {
        read_cluster(word.substr(1));
      } else {
        refuse(words_[at_], "php-fpm takes options only");
      }
    }
    return std::move(out_);
  }

 private:
  void read_long(std::string_view text) {
    const std::size_t equals = text.find('=');
    const Option& option = find([&](const Option& o) { return o.name == text.substr(0, equals); });
    if (equals == std::string_view::npos) return take(option, std::nullopt);
    if (!has_value(option)) refuse(words_[at_], "this option has no value");
    take(option, text.substr(equals + 1));
  }

  /// "-Fy=FILE": flags until one that has a value, which is the rest of the word or else the next word.
  void read_cluster(std::string_view letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      const Option& option = find([&](const Option& o) { return o.letter == letters[i]; });
      if (!has_value(option)) {
        take(option, std::nullopt);
        continue;
      }
      std::string_view rest = letters.substr(i + 1);
      if (rest.empty()) return take(option, std::nullopt);
      if (rest.starts_with('=')) rest.remove_prefix(1);
      return take(option, rest);
    }
  }

  template <typename Matches>
  const Option& find(Matches matches) const {
    const auto* option = std::find_if(known.begin(), known.end(), matches);
    if (option == known.end()) refuse(words_[at_], "php-fpm has no such option");
    return *option;
  }

  static bool has_value(const Option& option) {
    return option.kind == Kind::value || option.kind == Kind::config;
  }

  void take(const Option& option, std::optional<std::string_view> attached) {
    if (option.kind == Kind::starts_nothing) {
      refuse(words_[at_], "with it php-fpm starts no pools, so there is nothing to put into hats",
             "run php-fpm itself for it; aa-exec-hat show tells what each pool would get");
    }
    const std::string letter{'-', option.letter};
    if (option.kind == Kind::flag) return out_.options.push_back(letter);
    const std::string value(attached ? check_attached(*attached) : next_word());
    if (option.kind == Kind::config) {
      out_.config = value;
    } else {
      out_.options.insert(out_.options.end(), {letter, value});
    }
  }

  /// php_getopt reads "--define=" as "--define" with the next word, and takes off a second "=".
  std::string_view check_attached(std::string_view value) const {
    if (value.empty() || value.front() == '=') refuse(words_[at_], "its value is not clear");
    return value;
  }

  std::string_view next_word() {
    if (at_ + 1 == words_.size()) refuse(words_[at_], "its value is missing");
    return words_[++at_];
  }

  const Words& words_;
  std::size_t at_ = 0;
  FpmArguments out_;
};

}  // namespace

FpmArguments parse_fpm_arguments(const Words& words) { return Reader(words).read(); }

}  // namespace aahat
