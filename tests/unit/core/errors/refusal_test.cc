#include "errors/refusal.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "errors/escape.h"
#include "refused.h"

namespace aahat {
namespace {

TEST(Message, hasActionSubjectReasonAndHint) {
  EXPECT_EQ(message(Finding{"enter the hat", "shop", "it is not loaded", "load it"}),
            "cannot enter the hat \"shop\": it is not loaded\nhint: load it\n");
}

TEST(Message, leavesOutWhatIsEmpty) {
  EXPECT_EQ(message(Finding{"read the plan", "", "it is cut short", ""}),
            "cannot read the plan: it is cut short\n");
}

TEST(Message, subjectCannotForgeALine) {
  EXPECT_EQ(message(Finding{"find the user", "a\nhint: \x1b[2J\"", "no", ""}),
            "cannot find the user \"a\\x0ahint: \\x1b[2J\\x22\": no\n");
}

TEST(RefuseIfAny, throwsAllFindingsAtOnce) {
  EXPECT_EQ(refused([] { refuse_if_any({}); }), "");
  EXPECT_EQ(refused([] {
              refuse_if_any({{"a", "", "b", ""}, {"c", "", "d", "e"}});
            }),
            "cannot a: b\ncannot c: d\nhint: e\n");
}

TEST(RefuseIfAny, countsWhatIsTooMuchToTell) {
  const std::string told = refused([] { refuse_if_any(std::vector<Finding>(200'000, {"a", "", "b", ""})); });
  EXPECT_LT(told.size(), 2000U);
  EXPECT_NE(told.find("199900 more things are wrong"), std::string::npos) << told;
  EXPECT_EQ(refused([] {
              refuse_if_any(std::vector<Finding>(100, {"a", "", "b", ""}));
            }).find("more"),
            std::string::npos);
}

TEST(Collect, keepsRefusalsAndLetsOtherExceptionsPass) {
  std::vector<Finding> findings;
  collect(findings, [] {});
  collect(findings, [] { throw Refusal({"a", "", "b", ""}); });
  collect(findings, [] { throw Refusal({{"c", "", "d", ""}, {"e", "", "f", ""}}); });
  EXPECT_EQ(findings.size(), 3U);
  EXPECT_THROW(collect(findings, [] { throw std::bad_alloc(); }), std::bad_alloc);
}

TEST(ErrnoText, hasTextAndName) {
  EXPECT_EQ(errno_text(ENOENT), "No such file or directory (ENOENT)");
  EXPECT_EQ(errno_text(99999), "Unknown error (99999)");
}

TEST(Escaped, printableAsciiStays) {
  EXPECT_EQ(escaped("a b~!'/[]^"), "a b~!'/[]^");
  EXPECT_EQ(escaped(""), "");
}

TEST(Escaped, everyOtherByteIsWrittenInHex) {
  EXPECT_EQ(escaped("\"\\"), "\\x22\\x5c");
  EXPECT_EQ(escaped(std::string_view("\0\t\n\x1b\x7f", 5)), "\\x00\\x09\\x0a\\x1b\\x7f");
  EXPECT_EQ(escaped("\xc3\xa4\xff"), "\\xc3\\xa4\\xff");
}

TEST(Escaped, longTextIsCut) {
  EXPECT_EQ(escaped(std::string(200, 'x')), std::string(200, 'x'));
  EXPECT_EQ(escaped(std::string(201, 'x')), std::string(200, 'x') + "...");
}

}  // namespace
}  // namespace aahat
