#include <gtest/gtest.h>

#include <map>

#include "plan/plan.h"
#include "refused.h"

namespace aahat {
namespace {

bool is_malformed(const std::string& refusal) {
  return refusal.find("a line of a table is malformed") != std::string::npos;
}

TEST(Table, emptyHasNothing) {
  EXPECT_FALSE(Table().find(""));
  EXPECT_FALSE(Table("").find("a"));
  Table().for_each([](auto, auto) { ADD_FAILURE(); });
}

TEST(Table, findsEveryLineOfAnyCount) {
  std::string lines;
  for (char last = 'b'; last < 'z'; ++last) {
    lines += std::string(1, last) + "\t" + last + last + "\n";
    const Table table(lines);
    for (char c = 'b'; c <= last; ++c) EXPECT_EQ(table.find(std::string(1, c)), std::string(2, c));
    EXPECT_FALSE(table.find("a"));
    EXPECT_FALSE(table.find("z"));
    EXPECT_FALSE(table.find(std::string(1, last) + "a"));
  }
}

// std::map sorts the lines; a lookup that took bytes over 127 for negative would miss half of them.
TEST(Table, comparesByUnsignedBytes) {
  std::map<std::string, std::string> rows;
  for (int byte = 1; byte < 256; ++byte) {
    if (byte != '\t' && byte != '\n') rows[std::string(1, static_cast<char>(byte))] = std::to_string(byte);
  }
  std::string lines;
  for (const auto& [key, value] : rows) lines.append(key).append("\t").append(value).append("\n");
  for (const auto& [key, value] : rows) EXPECT_EQ(Table(lines).find(key), value);
}

TEST(Table, findsAmongLinesOfVeryDifferentLength) {
  const std::string longer(100000, 'b');
  const std::string lines = "a\t1\n" + longer + "\t2\nc\t3\nd\t4\n";
  const Table table(lines);
  EXPECT_EQ(table.find("a"), "1");
  EXPECT_EQ(table.find(longer), "2");
  EXPECT_EQ(table.find("c"), "3");
  EXPECT_EQ(table.find("d"), "4");
}

TEST(Table, visitsEveryLineInOrder) {
  std::string seen;
  Table("a\t1\nb\t\n\t2\n").for_each([&](std::string_view key, std::string_view value) {
    seen.append(key).append("=").append(value).append(";");
  });
  EXPECT_EQ(seen, "a=1;b=;=2;");
}

TEST(Table, malformedLinesAreRefused) {
  for (const char* lines : {"a", "a\n", "\n", "a\t1", "a\t1\nb\n", "a\t1\nb\t2"}) {
    EXPECT_TRUE(is_malformed(refused([&] { Table(lines).for_each([](auto, auto) {}); }))) << lines;
    EXPECT_TRUE(is_malformed(refused([&] { Table(lines).find("b"); }))) << lines;
  }
}

}  // namespace
}  // namespace aahat
