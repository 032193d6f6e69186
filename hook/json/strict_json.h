// JSON → values, strictly: text that two readers could understand in two ways is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aahat {

struct JsonMember;
struct JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in the order of the text

/// A number that is no integer, or does not fit into 64 bits. Nothing that is read here can be one.
struct JsonOtherNumber {};

struct JsonValue {
  // std::uint64_t: what is too large for std::int64_t.
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, JsonOtherNumber, std::string, JsonArray,
               JsonObject>
      data;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

enum class JsonComments { refused, allowed };

/// The value that `text` is (RFC 8259). Refuses ("cannot read SUBJECT") whatever is not JSON or does not end
/// where the value ends, invalid UTF-8, nesting deeper than 64, and an object that has the same key twice:
/// the runtime uses one of the two, and not necessarily the one that was checked. Time and memory are linear
/// in the text, but for the sorting of each object's keys.
JsonValue parse_json(std::string_view text, const std::string& subject,
                     JsonComments comments = JsonComments::refused);

}  // namespace aahat
