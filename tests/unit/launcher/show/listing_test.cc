#include "show/listing.h"

#include <gtest/gtest.h>

namespace aahat {
namespace {

const std::vector<Listing> listings{{"users", {"user", "hat"}, {{"tom\n\"", "a"}, {"\xff", ""}}},
                                    {"notes", {"note"}, {}}};

TEST(Listing, textIsAlignedAndEscaped) {
  EXPECT_EQ(as_text(listings), "users\n  user         hat\n  tom\\x0a\\x22  a\n  \\xff         -\n");
}

TEST(Listing, jsonKeepsWhatItWasGiven) {
  EXPECT_EQ(as_json(listings),
            "{\n  \"users\": [\n    {\"user\": \"tom\\u000a\\u0022\", \"hat\": \"a\"},\n"
            "    {\"user\": \"\\u00ff\", \"hat\": \"\"}\n  ],\n  \"notes\": []\n}\n");
}

}  // namespace
}  // namespace aahat
