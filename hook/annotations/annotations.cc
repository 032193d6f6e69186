#include "annotations/annotations.h"

#include <array>
#include <vector>

#include "annotations/nearest.h"
#include "annotations/order_list.h"
#include "annotations/shell_path.h"
#include "annotations/switches.h"
#include "annotations/wrong_key.h"

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

bool truth_in(const Entry& entry) { return word_in(entry, truth_word, "true or false"); }

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

std::string hint_for_unknown(std::string_view word) {
  std::vector<std::string_view> words;
  for (const Handler& handler : handlers) {
    if (handler.parse != nullptr) words.push_back(word_of(handler.key));
  }
  const auto meant = nearest(word, words);
  return meant ? "did you mean " + known_keys(*meant) + "?" : "the keys are " + known_keys({});
}

const Handler* find_handler(std::string_view key) {
  for (const Handler& handler : handlers) {
    if (word_of(handler.key) == word_of(key) && has_subject(handler.key) == has_subject(key)) return &handler;
  }
  return nullptr;
}

void parse_entry(Rules& rules, std::string_view key, std::string_view value) {
  const std::string_view rest = key.substr(annotation_prefix.size());
  const Handler* const handler = find_handler(rest);
  if (handler == nullptr) refuse_annotation(key, "there is no such key", hint_for_unknown(word_of(rest)));
  if (handler->parse == nullptr) {
    refuse_annotation(key, "this version of aa-hat does not build what the key asks for",
                      "remove the annotation, or use a version that builds it");
  }
  const std::string_view subject = has_subject(rest) ? rest.substr(word_of(rest).size() + 1) : "";
  handler->parse(rules, {key, subject, value});
}

auto first_of_ours(const Annotations& annotations) { return annotations.lower_bound(annotation_prefix); }

bool is_ours(std::string_view key) { return key.starts_with(annotation_prefix); }

}  // namespace

bool has_our_annotation(const Annotations& annotations) {
  const auto first = first_of_ours(annotations);
  return first != annotations.end() && is_ours(first->first);
}

Rules parse_annotations(const Annotations& annotations, std::vector<Finding>& wrong) {
  Rules rules;
  for (auto it = first_of_ours(annotations); it != annotations.end() && is_ours(it->first); ++it) {
    collect(wrong, [&] { parse_entry(rules, it->first, it->second); });
  }
  collect(wrong, [&] { expect_loadable_filters(rules); });
  return rules;
}

}  // namespace aahat
