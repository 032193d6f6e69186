#include "show/sheet.h"

#include <gtest/gtest.h>

namespace aahat {
namespace {

const std::vector<Sheet> sheets{{"users", {"user", "hat"}, {{"tom\n\"", "a"}, {"\xff", ""}}},
                                {"notes", {"note"}, {}}};

TEST(Sheet, textIsAlignedAndEscaped) {
  EXPECT_EQ(as_text(sheets), "users\n  user         hat\n  tom\\x0a\\x22  a\n  \\xff         -\n");
}

TEST(Sheet, jsonKeepsWhatItWasGiven) {
  EXPECT_EQ(as_json(sheets),
            "{\n  \"users\": [\n    {\"user\": \"tom\\u000a\\u0022\", \"hat\": \"a\"},\n"
            "    {\"user\": \"\\u00ff\", \"hat\": \"\"}\n  ],\n  \"notes\": []\n}\n");
}

}  // namespace
}  // namespace aahat
