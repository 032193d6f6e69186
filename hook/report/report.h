// What `check` prints.
#pragma once

#include <string>
#include <vector>

#include "label/label.h"
#include "oci/container.h"
#include "rules/rules.h"
#include "seccomp/seccomp_filters.h"

namespace aahat {

/// A pool's or user's rule, or one of a user's roles, in words.
struct ReportRow {
  std::string kind;  // pool, user, role
  std::string name;
  std::string hat;
  std::string label;
  bool no_new_privs;
  std::string seccomp;  // empty: none
};

struct Report {
  std::string bundle;
  ProfileName profile;
  Rules rules;
  std::vector<ReportRow> rows;
  std::vector<std::string> warnings;
  std::vector<std::string> notes;
};

/// The report on a container that would start. Reads the users of its root file system, where it is there,
/// for the warning about uids. `unknown`: see SeccompFilters.
Report make_report(const std::string& bundle, const ContainerConfig& config, const ProfileName& profile,
                   const Rules& rules, const UnknownNames& unknown = {});

/// Adds a warning for each hat of a rule whose processes cannot be ended by the profile, the host's root or a
/// confined engine, according to the loaded policy: the container could not be stopped.
void warn_of_signals(Report& report);

/// For people: lines and an aligned table; foreign text is escaped.
std::string as_text(const Report& report);

/// The same as JSON.
std::string as_json(const Report& report);

}  // namespace aahat
