#include "annotations/annotations.h"

#include <array>
#include <vector>

#include "annotations/spelling.h"
#include "annotations/switches.h"
#include "annotations/values.h"

namespace aahat {
namespace {

/// One annotation, taken apart: `io.aa-hat.pool.shop` has the subject `shop`, `io.aa-hat.seal` has none.
struct Entry {
  std::string_view key;
  std::string_view subject;
  std::string_view value;
};

HatName hat_in(const Entry& entry, std::string_view text) {
  if (const auto hat = HatName::from(text)) return *hat;
  refuse_annotation(entry.key, quoted(text) + " is not the name of a hat", std::string(hat_name_grammar()));
}

std::string subject_of(const Entry& entry) {
  if (is_subject_name(entry.subject)) return std::string(entry.subject);
  refuse_annotation(
      entry.key, quoted(entry.subject) + " is not a name",
      "a name in a key is 1 to 255 of printable ASCII without blanks and without / \\ \" ' [ ] ; = ,");
}

void add_rule(HatBySubject& rules, const Entry& entry) {
  rules.insert_or_assign(subject_of(entry), hat_in(entry, entry.value));
}

/// The value as one of a few words. Blanks around it are not overlooked: a value is a word or it is wrong.
template <typename Word>
Word word_in(const Entry& entry, std::optional<Word> (*read)(std::string_view), const char* words) {
  if (const auto word = read(entry.value)) return *word;
  refuse_annotation(entry.key, quoted(entry.value) + " is not a value of it", std::string("write ") + words);
}

bool truth_in(const Entry& entry) {
  // podman-compose makes a YAML true without quotes "True".
  return word_in(entry, truth_word, "true or false, in YAML with quotes");
}

void pool(Rules& rules, const Entry& entry) { add_rule(rules.pools, entry); }

void user(Rules& rules, const Entry& entry) { add_rule(rules.users, entry); }

void pool_order(Rules& rules, const Entry& entry) {
  rules.pool_order = parse_pool_order(entry.key, entry.value);
}

void order(Rules& rules, const Entry& entry) { rules.order = parse_order(entry.key, entry.value); }

void session(Rules& rules, const Entry& entry) {
  rules.session = word_in(entry, session_word, "required or optional");
}

void seal(Rules& rules, const Entry& entry) { rules.seal = word_in(entry, seal_word, "required or off"); }

void roles(Rules& rules, const Entry& entry) {
  rules.roles.insert_or_assign(subject_of(entry), parse_roles(entry.key, entry.value));
}

void shell(Rules& rules, const Entry& entry) { rules.shell = parse_shell(entry.key, entry.value); }

void shell_of(Rules& rules, const Entry& entry) {
  rules.shells.insert_or_assign(subject_of(entry), parse_shell(entry.key, entry.value));
}

void listen(Rules& rules, const Entry& entry) {
  rules.listen = word_in(entry, listen_word, "private or shared");
}

void no_new_privs(Rules& rules, const Entry& entry) { rules.no_new_privs = truth_in(entry); }

void no_new_privs_of(Rules& rules, const Entry& entry) {
  rules.no_new_privs_of.insert_or_assign(hat_in(entry, entry.subject), truth_in(entry));
}

SeccompName seccomp_name_in(const Entry& entry) {
  if (const auto name = SeccompName::from(entry.value)) return *name;
  refuse_annotation(entry.key, quoted(entry.value) + " is not the name of a seccomp profile",
                    std::string(seccomp_name_grammar()));
}

void seccomp(Rules& rules, const Entry& entry) { rules.seccomp = seccomp_name_in(entry); }

void seccomp_of(Rules& rules, const Entry& entry) {
  rules.seccomp_of.insert_or_assign(hat_in(entry, entry.subject), seccomp_name_in(entry));
}

/// One row of the table of keys.
struct Handler {
  std::string_view key;                 // after the prefix; what follows a dot stands for the user's own name
  void (*parse)(Rules&, const Entry&);  // nullptr: the design has the key, this version does not
};

constexpr std::array handlers{
    Handler{"pool.NAME", pool},
    Handler{"pool-order", pool_order},
    Handler{"user.NAME", user},
    Handler{"order", order},
    Handler{"roles.NAME", roles},
    Handler{"shell", shell},
    Handler{"shell.USER", shell_of},
    Handler{"session", session},
    Handler{"seal", seal},
    Handler{"no-new-privs", no_new_privs},
    Handler{"no-new-privs.HAT", no_new_privs_of},
    Handler{"listen", listen},
    Handler{"seccomp", seccomp},
    Handler{"seccomp.HAT", seccomp_of},
    Handler{"template", nullptr},
    Handler{"template.HAT", nullptr},
    Handler{"var.VAR", nullptr},
};

/// What stands before the first dot. Only the first one counts: names have dots of their own.
std::string_view word_of(std::string_view key) { return key.substr(0, key.find('.')); }

bool has_subject(std::string_view key) { return word_of(key).size() != key.size(); }

const Handler* find_handler(std::string_view word, bool with_subject) {
  for (const Handler& handler : handlers) {
    if (word_of(handler.key) == word && has_subject(handler.key) == with_subject) return &handler;
  }
  return nullptr;
}

/// The row of the key that `rest` is, in exactly its spelling, or nullptr.
const Handler* find_handler(std::string_view rest) { return find_handler(word_of(rest), has_subject(rest)); }

/// The keys that work, of those under `word`, or of all where it is empty.
std::string known_keys(std::string_view word) {
  std::string out;
  for (const Handler& handler : handlers) {
    if (handler.parse == nullptr || (!word.empty() && word_of(handler.key) != word)) continue;
    if (!out.empty()) out += ", ";
    out.append(annotation_prefix).append(handler.key);
  }
  return out;
}

/// A key behind the prefix, cut behind its first word.
struct Cut {
  std::string_view word;
  std::string_view left;  // begins with a separator, or is empty
};

/// Cuts `rest` behind the known word that it begins with in any spelling. The longest one counts:
/// `pool_order` is not the pool called "order". Without such a word both parts are empty.
Cut cut(std::string_view rest) {
  if (find_handler(rest) != nullptr) return {word_of(rest), rest.substr(word_of(rest).size())};
  Cut longest;
  for (const Handler& handler : handlers) {
    const std::string_view word = word_of(handler.key);
    const auto left = behind(word, rest);
    const bool ends_there = left && (left->empty() || separates(left->front()));
    if (ends_there && word.size() > longest.word.size()) longest = {word, *left};
  }
  return longest;
}

/// The key that works and that `rest` means, in its right spelling: `Pool/shop` means `pool.shop`. The user's
/// own name stays as it is written; where it cannot be one, the table's word stands for it.
std::optional<std::string> respelt(std::string_view rest) {
  const auto [word, left] = cut(rest);
  const Handler* const handler = find_handler(word, !left.empty());
  if (handler == nullptr || handler->parse == nullptr) return std::nullopt;
  std::string out(annotation_prefix);
  if (left.empty()) return out.append(word);
  const std::string_view subject = left.substr(1);
  if (!is_subject_name(subject)) return out.append(handler->key);
  return out.append(word).append(".").append(escaped(subject));
}

/// For a key that cannot be taken as it stands; `rest` is what it has behind the prefix.
std::string hint_for(std::string_view rest) {
  if (const auto key = respelt(rest)) return "write " + *key;
  std::vector<std::string_view> words;
  for (const Handler& handler : handlers) {
    if (handler.parse != nullptr) words.push_back(word_of(handler.key));
  }
  const auto meant = nearest(word_of(rest), words);
  return meant ? "did you mean " + known_keys(*meant) + "?" : "the keys are " + known_keys({});
}

/// What stands behind our prefix, however that is spelt, or nothing where the key does not begin with it.
std::optional<std::string_view> behind_prefix(std::string_view key) {
  const auto rest = behind(annotation_prefix, key);
  return rest ? rest : behind("io.aahat.", key);
}

void parse_entry(Rules& rules, std::string_view key, std::string_view value) {
  if (!key.starts_with(annotation_prefix)) {
    refuse_annotation(key, "the keys of aa-hat begin with io.aa-hat. in exactly this form",
                      hint_for(behind_prefix(key).value_or("")));
  }
  const std::string_view rest = key.substr(annotation_prefix.size());
  const Handler* const handler = find_handler(rest);
  if (handler == nullptr) refuse_annotation(key, "there is no such key", hint_for(rest));
  if (handler->parse == nullptr) {
    refuse_annotation(key, "this version of aa-hat does not build what the key asks for",
                      "remove the annotation, or use a version that builds it");
  }
  const std::string_view subject = has_subject(rest) ? rest.substr(word_of(rest).size() + 1) : "";
  handler->parse(rules, {key, subject, value});
}

}  // namespace

bool is_meant_for_us(std::string_view key) { return behind_prefix(key).has_value(); }

Rules parse_annotations(const Annotations& annotations, std::vector<Finding>& wrong) {
  Rules rules;
  for (const auto& [key, value] : annotations) {
    collect(wrong, [&, &key = key, &value = value] { parse_entry(rules, key, value); });
  }
  collect(wrong, [&] { expect_loadable_filters(rules); });
  return rules;
}

}  // namespace aahat
