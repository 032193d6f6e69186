#include "plan/writer.h"

#include "errors/refusal.h"

namespace aahat {
namespace {

std::string_view to_text(bool truth) { return truth ? "true" : "false"; }

std::string to_text(const Order& order) {
  std::string out;
  for (const OrderWord word : order) {
    if (!out.empty()) out += ',';
    out += to_text(word);
  }
  return out;
}

void append_line(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append(" ").append(value).append("\n");
}

void append_row(std::string& out, std::string_view key, std::string_view value) {
  out.append(key).append("\t").append(value).append("\n");
}

void append_table(std::string& out, std::string_view name, std::string_view rows) {
  append_line(out, "table", std::string(name) + " " + std::to_string(rows.size()));
  out += rows;
}

// All maps are sorted as std::string compares: as unsigned bytes (std::char_traits<char>::lt), which is how
// Table::find looks.
std::string rows(const HatBySubject& hats) {
  std::string out;
  for (const auto& [subject, hat] : hats) append_row(out, subject, hat.text());
  return out;
}

std::string rows(const RolesByUser& roles) {
  std::string out;
  for (const auto& [user, hats] : roles) {
    std::string list;
    for (const HatName& hat : hats) list += (list.empty() ? "" : ",") + hat.text();
    append_row(out, user, list);
  }
  return out;
}

std::string rows(const std::map<HatName, bool>& switches) {
  std::string out;
  for (const auto& [hat, truth] : switches) append_row(out, hat.text(), to_text(truth));
  return out;
}

std::string rows(const std::map<HatName, SeccompName>& profiles) {
  std::string out;
  for (const auto& [hat, profile] : profiles) append_row(out, hat.text(), profile.text());
  return out;
}

std::string rows(const std::map<std::string, std::string, std::less<>>& values) {
  std::string out;
  for (const auto& [name, value] : values) append_row(out, name, value);
  return out;
}

std::string to_text(const Globs& globs) {
  std::string out;
  for (const std::string& glob : globs) out += (out.empty() ? "" : "\t") + glob;
  return out;
}

/// Where each filter is in `code`, to which its program is added unless it is there already.
std::string rows(const Filters& filters, std::string& code) {
  std::string out;
  std::map<std::string_view, std::size_t> places;
  for (const auto& [name, filter] : filters) {
    const auto [place, fresh] = places.emplace(filter.code, code.size());
    if (fresh) code += filter.code;
    append_row(out, name.text(),
               std::to_string(filter.flags) + ' ' + std::to_string(place->second) + ' ' +
                   std::to_string(filter.code.size()));
  }
  return out;
}

void append_filters(std::string& out, const Filters& filters) {
  std::string code;
  append_table(out, "filter", rows(filters, code));
  append_line(out, "filters", std::to_string(code.size()));
  out += code;
}

/// A newline or tab in a name would add lines of its author's choice to the plan.
void require_one_word(const char* what, std::string_view name) {
  if (!name.empty() && name.find_first_of("\n\t") == std::string_view::npos) return;
  throw Refusal({std::string("write a plan for the ") + what, std::string(name),
                 "its name is empty or holds a newline or a tab", ""});
}

void append_head(std::string& out, const ProfileName& profile, const Rules& rules, const HostFacts& host) {
  append_line(out, "aa-hat-plan", "1");
  append_line(out, "profile", profile.text());
  append_line(out, "order", to_text(rules.order));
  append_line(out, "pool-order", to_text(rules.pool_order));
  append_line(out, "session", to_text(rules.session));
  append_line(out, "seal", to_text(rules.seal));
  append_line(out, "listen", to_text(rules.listen));
  append_line(out, "no-new-privs", to_text(rules.no_new_privs));
  append_line(out, "hats", to_text(host.hats));
  append_line(out, "native", to_text(host.native));
  append_line(out, "shell", rules.shell);
  append_line(out, "engine", host.engine);
  append_line(out, "seccomp", rules.seccomp ? rules.seccomp->text() : "");
}

}  // namespace

std::string write_plan(const ProfileName& profile, const Rules& rules, const HostFacts& host) {
  if (!host.engine.empty()) require_one_word("engine", host.engine);
  for (const std::string& glob : host.hats) require_one_word("hats", glob);
  for (const auto& [name, mode] : host.loaded) require_one_word("hat", name);
  std::string out;
  append_head(out, profile, rules, host);
  append_table(out, "pool", rows(rules.pools));
  append_table(out, "user", rows(rules.users));
  append_table(out, "roles", rows(rules.roles));
  append_table(out, "shell", rows(rules.shells));
  append_table(out, "no-new-privs", rows(rules.no_new_privs_of));
  append_table(out, "loaded", rows(host.loaded));
  append_table(out, "seccomp", rows(rules.seccomp_of));
  append_filters(out, host.filters);
  out += "end\n";
  return out;
}

}  // namespace aahat
