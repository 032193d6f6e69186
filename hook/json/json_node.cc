#include "json/json_node.h"

#include <algorithm>

#include "errors/escape.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

std::optional<JsonNode> JsonNode::find(std::string_view key) const {
  for (const JsonMember& member : members()) {
    if (member.key != key) continue;
    if (std::holds_alternative<std::monostate>(member.value.data)) return std::nullopt;
    return at(member);
  }
  return std::nullopt;
}

JsonNode JsonNode::required(std::string_view key) const {
  if (auto found = find(key)) return *found;
  refuse("complete: it has no \"" + std::string(key) + "\"");
}

JsonNode JsonNode::at(const JsonMember& member) const {
  return {member.value, subject_, path_.empty() ? member.key : path_ + '.' + member.key};
}

const JsonObject& JsonNode::members() const {
  if (const auto* const object = std::get_if<JsonObject>(&value_->data)) return *object;
  refuse("an object");
}

std::vector<JsonNode> JsonNode::elements() const {
  const auto* const array = std::get_if<JsonArray>(&value_->data);
  if (array == nullptr) refuse("a list");
  std::vector<JsonNode> nodes;
  for (const JsonValue& element : *array) {
    nodes.push_back({element, subject_, path_ + '[' + std::to_string(nodes.size()) + ']'});
  }
  return nodes;
}

const std::string& JsonNode::text() const {
  if (const auto* const text = std::get_if<std::string>(&value_->data)) return *text;
  refuse("a text");
}

const std::string& JsonNode::text_of(const JsonMember& member) const {
  const auto* const text = std::get_if<std::string>(&member.value.data);
  return text != nullptr ? *text : at(member).text();
}

const std::string& JsonNode::line() const {
  const std::string& whole = text();
  if (std::any_of(whole.begin(), whole.end(), is_control)) refuse("free of control characters");
  return whole;
}

const std::string& JsonNode::absolute_path() const {
  if (!line().starts_with('/')) refuse("an absolute path");
  return line();
}

std::vector<std::string> JsonNode::texts() const {
  std::vector<std::string> all;
  for (const JsonNode& element : elements()) all.push_back(element.line());
  return all;
}

bool JsonNode::truth() const {
  if (const auto* const truth = std::get_if<bool>(&value_->data)) return *truth;
  refuse("true or false");
}

std::int64_t JsonNode::integer() const {
  if (const auto* const integer = std::get_if<std::int64_t>(&value_->data)) return *integer;
  refuse("an integer");
}

std::uint64_t JsonNode::natural(std::uint64_t greatest) const {
  std::optional<std::uint64_t> number;
  if (const auto* const large = std::get_if<std::uint64_t>(&value_->data)) number = *large;
  const auto* const small = std::get_if<std::int64_t>(&value_->data);
  if (small != nullptr && *small >= 0) number = static_cast<std::uint64_t>(*small);
  if (number && *number <= greatest) return *number;
  refuse("an integer from 0 to " + std::to_string(greatest));
}

void JsonNode::refuse(std::string_view what) const {
  const std::string place = path_.empty() ? "it" : escaped(path_);
  throw Refusal({"read", subject_, place + " is not " + std::string(what), ""});
}

}  // namespace aahat
