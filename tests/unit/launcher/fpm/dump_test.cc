#include "fpm/dump.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>

#include "refused.h"

namespace aahat {
namespace {

/// What a real php-fpm said, see said/.
std::string said(const std::string& name) {
  std::ifstream file(std::filesystem::path(__FILE__).parent_path() / "said" / name);
  return {std::istreambuf_iterator<char>(file), {}};
}

const std::string head = "[21-Nov-2026 22:55:00] NOTICE: ";

std::string line(const std::string& text) { return head + text + "\n"; }

std::string pool(const std::string& name, const std::string& more = "") {
  return line("[" + name + "]") + line("\tuser = u") + line("\tgroup = undefined") + line("\tlisten = /s") +
         line("\tlisten.owner = undefined") + line("\tlisten.group = undefined") +
         line("\tlisten.mode = undefined") + line("\tchroot = undefined") + more + line(" ");
}

const std::string global = line("[global]") + line("\tpid = undefined") + line(" ");
const std::string end = line("configuration file /c test is successful");

std::string refused_dump(const std::string& text) {
  return refused([&] { parse_dump(text); });
}

class RealDump : public testing::TestWithParam<const char*> {};

TEST_P(RealDump, GivesThePools) {
  const std::vector<Pool> pools = parse_dump(said(GetParam()));
  ASSERT_EQ(pools.size(), 3U);
  EXPECT_EQ(pools[0].name, "shop");
  EXPECT_EQ(pools[0].user, "www-data");
  EXPECT_EQ(pools[0].listen, "/srv/shop.sock");
  EXPECT_EQ(pools[0].listen_owner, "root");
  EXPECT_EQ(pools[0].listen_group, "www-data");
  EXPECT_EQ(pools[0].listen_mode, "0660");
  EXPECT_EQ(pools[0].hidden_listen, "");
  EXPECT_EQ(pools[1].name, "blog");
  EXPECT_EQ(pools[1].user, "33");
  EXPECT_EQ(pools[1].group, "");
  EXPECT_EQ(pools[1].listen, "127.0.0.1:9001");
  EXPECT_EQ(pools[1].acl_users, "www-data,daemon");
  EXPECT_EQ(pools[2].name, "aa-hat-1");
}

INSTANTIATE_TEST_SUITE_P(FpmDump, RealDump, testing::Values("php-7.4.txt", "php-8.2.txt", "php-8.4.txt"));

TEST(FpmDump, TakesSettings) {
  const auto pools =
      parse_dump("PHP Warning: anything\n" + global +
                 pool("a", line("\tpm.status_listen = 9001") + line("\tenv[X] = = ")) + end + "\n");
  ASSERT_EQ(pools.size(), 1U);
  EXPECT_EQ(pools[0].hidden_listen, "9001");
}

/// `parts` one after the other.
std::string text_of(std::initializer_list<std::string> parts) {
  std::string out;
  for (const std::string& part : parts) out += part;
  return out;
}

TEST(FpmDump, RefusesWhatIsOutOfPlace) {
  for (const std::string& wrong :
       {text_of({}), global, text_of({global, pool("a")}), text_of({pool("a"), end}),
        text_of({global, "x\n", end}), text_of({global, pool("a", "no notice\n"), end}),
        text_of({global, pool("a", line("no setting")), end}),
        text_of({global, pool("a", line("\tkey")), end}), text_of({global, pool("a", line("")), end}),
        text_of({global, pool("a"), line("\tuser = v"), end}), text_of({global, line("["), end}),
        text_of({global, line("[]"), end})}) {
    EXPECT_NE(refused_dump(wrong), "") << wrong;
  }
}

// A value with a newline in it must not become a pool, the end, or another value.
TEST(FpmDump, RefusesForgeries) {
  EXPECT_NE(refused_dump(global + pool("a", line("\tuser = root")) + end), "");
  EXPECT_NE(refused_dump(global + pool("a") + pool("a") + end), "");
  EXPECT_NE(refused_dump(global + pool("a") + pool("A") + end), "");
  EXPECT_NE(refused_dump(global + pool("global") + end), "");
  EXPECT_NE(refused_dump(global + pool("a") + end + pool("b") + end), "");
  EXPECT_NE(refused_dump(global + pool("a") + end + end), "");
  EXPECT_NE(refused_dump(global + global + pool("a") + end), "");
}

TEST(FpmDump, RefusesAPoolThatLacksSomething) {
  const std::string short_pool = line("[a]") + line("\tuser = u") + line(" ");
  EXPECT_NE(refused_dump(global + short_pool + end).find("lacks group"), std::string::npos);
  std::string nowhere = pool("a");
  nowhere.replace(nowhere.find("/s\n"), 2, "undefined");
  EXPECT_NE(refused_dump(global + nowhere + end).find("listens nowhere"), std::string::npos);
}

TEST(FpmDump, RefusesControlCharacters) {
  std::string odd = pool("a");
  odd.replace(odd.find("/s\n"), 2, "/s\x1b[2J");
  EXPECT_NE(refused_dump(global + odd + end), "");
}

}  // namespace
}  // namespace aahat
