#include "json/strict_json.h"

#include <gtest/gtest.h>

#include "json/json_node.h"
#include "refused.h"

namespace aahat {
namespace {

std::string fault(const std::string& text, JsonComments comments = JsonComments::refused) {
  return refused([&] { parse_json(text, "f", comments); });
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(StrictJson, keepsTypesAndOrder) {
  const JsonValue value =
      parse_json(R"({"b": [1, true, null, "x"], "a": {}, "n": 1.5, "u": 18446744073709551615})", "f");
  const JsonNode root(value, "f");
  EXPECT_EQ(root.members()[0].key, "b");
  EXPECT_EQ(root.members()[1].key, "a");
  const auto list = root.find("b")->elements();
  EXPECT_EQ(list[0].integer(), 1);
  EXPECT_TRUE(list[1].truth());
  EXPECT_EQ(list[3].text(), "x");
  EXPECT_TRUE(root.find("a")->members().empty());
}

TEST(StrictJson, refusesDoubledKeysAtEveryDepth) {
  std::string text = R"({"k": 1, "\u006b": 2})";
  for (int depth = 1; depth < 60; ++depth) {
    EXPECT_EQ(fault(text), "cannot read \"f\": it has the key \"k\" twice in one object\n") << text;
    text = depth % 2 == 0 ? "[0, " + text + "]" : R"({"a": 1, "b": )" + text + "}";
  }
}

TEST(StrictJson, takesTheSameKeyInDifferentObjects) {
  EXPECT_EQ(fault(R"({"k": {"k": [{"k": 1}, {"k": 1}]}})"), "");
}

TEST(StrictJson, refusesTruncationAtEveryByte) {
  const std::string whole =
      R"({"ociVersion": "1.0", "pid": 12, "annotations": {"a": "é\n", "b": [true, null, -1.5e3]}})";
  EXPECT_EQ(fault(whole), "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(fault(whole.substr(0, size)).find("it is not JSON at byte "), std::string::npos) << size;
  }
}

TEST(StrictJson, refusesWhatFollowsTheValue) {
  EXPECT_NE(fault("{} {}"), "");
  EXPECT_EQ(fault(std::string("{}\0{", 4)), "cannot read \"f\": it holds a NUL byte\n");
  EXPECT_EQ(fault(" {} \n"), "");
}

TEST(StrictJson, refusesDepthBombs) {
  EXPECT_EQ(fault(nested(64)), "");
  EXPECT_EQ(fault(nested(65)), "cannot read \"f\": it is nested deeper than 64\n");
  EXPECT_EQ(fault(std::string(1000000, '[')), "cannot read \"f\": it is nested deeper than 64\n");
}

TEST(StrictJson, takesCommentsOnlyWhereAllowed) {
  const std::string text = "{ // why\n \"a\": /* x */ 1}";
  EXPECT_NE(fault(text), "");
  EXPECT_EQ(fault(text, JsonComments::allowed), "");
}

TEST(StrictJson, refusesInvalidUtf8) { EXPECT_NE(fault("{\"a\": \"\xff\"}"), ""); }

TEST(JsonNode, namesTheWrongTypeByItsPath) {
  const JsonValue value =
      parse_json(R"({"process": {"flag": "yes", "list": [1, {"x": 5}], "nul": "a\u0000b"}})", "f");
  const JsonNode process = *JsonNode(value, "f").find("process");
  EXPECT_EQ(refused([&] { process.find("flag")->truth(); }),
            "cannot read \"f\": process.flag is not true or false\n");
  EXPECT_EQ(refused([&] { process.find("list")->elements()[1].find("x")->text(); }),
            "cannot read \"f\": process.list[1].x is not a text\n");
  EXPECT_EQ(refused([&] { process.find("nul")->line(); }),
            "cannot read \"f\": process.nul is not free of control characters\n");
  EXPECT_EQ(refused([&] { process.find("list")->members(); }),
            "cannot read \"f\": process.list is not an object\n");
  EXPECT_EQ(refused([&] { process.find("flag")->elements(); }),
            "cannot read \"f\": process.flag is not a list\n");
  EXPECT_EQ(refused([&] { process.find("flag")->integer(); }),
            "cannot read \"f\": process.flag is not an integer\n");
}

TEST(JsonNode, countsNullAsAbsent) {
  const JsonValue value = parse_json(R"({"a": null})", "f");
  EXPECT_FALSE(JsonNode(value, "f").find("a"));
  EXPECT_FALSE(JsonNode(value, "f").find("b"));
}

}  // namespace
}  // namespace aahat
