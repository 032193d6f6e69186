// A JSON value together with its path, which messages about a wrong type name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/strict_json.h"

namespace aahat {

/// Looks into a JsonValue, which must outlive it. Every member function throws Refusal ("cannot read SUBJECT:
/// process.noNewPrivileges is not true or false") where the value is of another type.
class JsonNode {
 public:
  /// The whole value of `subject` (a file's path, or another name of the text).
  JsonNode(const JsonValue& value, std::string subject) : JsonNode(value, std::move(subject), "") {}

  /// The member `key`, or nothing. null counts as absent: that is how Go writes an empty pointer, map or
  /// list.
  std::optional<JsonNode> find(std::string_view key) const;
  /// The member `key`. Throws where it is missing or null, too.
  JsonNode required(std::string_view key) const;
  /// The node of `member`, which is one of members().
  JsonNode at(const JsonMember& member) const;

  const JsonObject& members() const;
  std::vector<JsonNode> elements() const;
  const std::string& text() const;
  /// The text of `member`, which is one of members(); without the cost of a node.
  const std::string& text_of(const JsonMember& member) const;
  /// A text without control characters and NUL bytes, at which C would cut it off: for paths and names.
  const std::string& line() const;
  /// A line that begins with `/`.
  const std::string& absolute_path() const;
  std::vector<std::string> texts() const;
  bool truth() const;
  std::int64_t integer() const;
  /// An integer of at least 0 and at most `greatest`.
  std::uint64_t natural(std::uint64_t greatest = UINT64_MAX) const;

  /// Throws the Refusal "cannot read SUBJECT: PATH is not WHAT".
  [[noreturn]] void refuse(std::string_view what) const;

 private:
  JsonNode(const JsonValue& value, std::string subject, std::string path)
      : value_(&value), subject_(std::move(subject)), path_(std::move(path)) {}

  const JsonValue* value_;
  std::string subject_;
  std::string path_;
};

}  // namespace aahat
