#include "json/strict_json.h"

#define JSON_NO_IO 1  // no iostream: its locales would be built at every start
#include <algorithm>
#include <nlohmann/json.hpp>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::size_t deepest = 64;

/// Receives nlohmann-json's SAX events. The parser keeps its own stack, so the depth limit is met before
/// anything recurses; JsonValue's destructor is what would.
class Builder {
 public:
  using Number = nlohmann::json::number_integer_t;
  using Unsigned = nlohmann::json::number_unsigned_t;

  bool null() { return add({std::monostate{}}); }
  bool boolean(bool value) { return add({value}); }
  bool number_integer(Number value) { return add({std::int64_t{value}}); }
  bool number_unsigned(Unsigned value) {
    return value <= INT64_MAX ? add({static_cast<std::int64_t>(value)}) : add({std::uint64_t{value}});
  }
  bool number_float(double, const std::string&) { return add({JsonOtherNumber{}}); }
  bool string(std::string& value) { return add({std::move(value)}); }
  static bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open({JsonObject{}}); }
  bool start_array(std::size_t) { return open({JsonArray{}}); }
  bool key(std::string& name) {
    std::get<JsonObject>(open_.back()->data).push_back({std::move(name), {}});
    return true;
  }
  bool end_object() {
    const bool fine = expect_distinct_keys();
    open_.pop_back();
    return fine;
  }
  bool end_array() {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
    failure_ = "it is not JSON at byte " + std::to_string(position);
    return false;
  }

  const std::string& failure() const { return failure_; }
  JsonValue take() { return std::move(root_); }

 private:
  JsonValue* add(JsonValue&& value, int) {
    if (open_.empty()) return &(root_ = std::move(value));
    if (auto* const array = std::get_if<JsonArray>(&open_.back()->data)) {
      return &array->emplace_back(std::move(value));
    }
    return &(std::get<JsonObject>(open_.back()->data).back().value = std::move(value));
  }
  bool add(JsonValue&& value) { return add(std::move(value), 0) != nullptr; }

  bool open(JsonValue&& value) {
    if (open_.size() == deepest) return fail("it is nested deeper than " + std::to_string(deepest));
    // The pointers stay valid: while a value is open, nothing is added to the one around it.
    open_.push_back(add(std::move(value), 0));
    return true;
  }

  bool expect_distinct_keys() {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : std::get<JsonObject>(open_.back()->data)) keys.push_back(member.key);
    // Engines written in Go sort the keys of maps: then 10,000 annotations need no sorting here.
    if (!std::is_sorted(keys.begin(), keys.end())) std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    return twice == keys.end() || fail("it has the key \"" + escaped(*twice) + "\" twice in one object");
  }

  bool fail(std::string why) {
    failure_ = std::move(why);
    return false;
  }

  JsonValue root_;
  std::vector<JsonValue*> open_;
  std::string failure_;
};

}  // namespace

JsonValue parse_json(std::string_view text, const std::string& subject, JsonComments comments) {
  // nlohmann-json takes a NUL byte between two tokens for the end of the text, and would not see what
  // follows.
  if (text.find('\0') != std::string_view::npos) throw Refusal({"read", subject, "it holds a NUL byte", ""});
  Builder builder;
  const bool fine = nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder,
                                              nlohmann::json::input_format_t::json,
                                              /*strict=*/true, comments == JsonComments::allowed);
  if (!fine) throw Refusal({"read", subject, builder.failure(), ""});
  return builder.take();
}

}  // namespace aahat
