#include "commands/command_line.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

Call called(std::vector<std::string> words) {
  words.insert(words.begin(), "aa-hat-hook");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  const int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  return parse_call(argc, argv.data());
}

TEST(Call, isPrestartWithoutWords) {
  EXPECT_EQ(called({}).command, Command::prestart);
  EXPECT_EQ(called({"prestart"}).command, Command::prestart);
  EXPECT_EQ(called({"createRuntime"}).command, Command::create_runtime);
  EXPECT_EQ(called({"poststop"}).command, Command::poststop);
  EXPECT_EQ(called({"--help"}).command, Command::help);
  EXPECT_EQ(called({"--version"}).command, Command::version);
}

TEST(Call, takesOptions) {
  const Call call = called({"--config", "/c", "--launcher=/l", "check", "--json", "/b"});
  EXPECT_EQ(call.command, Command::check);
  EXPECT_EQ(call.files.config, "/c");
  EXPECT_EQ(call.files.launcher, "/l");
  EXPECT_TRUE(call.json);
  EXPECT_EQ(call.bundle, "/b");
}

TEST(Call, refusesWhatItDoesNotKnow) {
  const std::vector<std::string> calls[] = {
      {"createContainer"}, {"prestart", "x"},   {"--bogus"}, {"-x"}, {"--config"},
      {"check"},           {"check", "a", "b"}, {"--json"},  {""},   {"--json=1", "check", "b"}};
  for (const auto& words : calls) {
    const std::string text = refused([&] { called(words); });
    EXPECT_NE(text.find("cannot understand the argument"), std::string::npos)
        << testing::PrintToString(words);
    EXPECT_NE(text.find("--help tells the usage"), std::string::npos);
  }
}

}  // namespace
}  // namespace aahat
