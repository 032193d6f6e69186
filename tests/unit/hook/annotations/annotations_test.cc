#include "annotations/annotations.h"

#include <gtest/gtest.h>

#include "parse.h"
#include "refused.h"

namespace aahat {
namespace {

/// Annotations with our prefix in front of each key.
Annotations ours(const Annotations& rest) {
  Annotations out;
  for (const auto& [key, value] : rest) out.emplace(std::string(annotation_prefix) + key, value);
  return out;
}

Rules parsed(const Annotations& rest) { return parse_annotations(ours(rest)); }

std::string refusal_of(const Annotations& rest) {
  return refused([&] { parsed(rest); });
}

bool refuses(const Annotations& rest, const std::string& words) {
  return refusal_of(rest).find(words) != std::string::npos;
}

TEST(IsMeantForUs, inEachSpellingOfThePrefix) {
  for (const char* key :
       {"io.aa-hat.pool.shop",  "io.aa-hat.",         "io.aa-hat/pool.shop", "io.aa-hat/",
        "IO.AA-HAT.pool.shop",  "Io.Aa-Hat.x",        "io.aa_hat.pool.shop", "io.aa.hat.pool.shop",
        "io.aahat.pool.shop",   "io/aahat/pool/shop", "io-aa-hat-pool-shop", "io_aa_hat_x",
        "io aa hat x",          "io\taa\nhat\rx",     "io..aa--hat._/x",     "io.aa- hat.x",
        ".io.aa-hat.pool.shop", "/io.aa-hat/x",       " \t-_io.aa-hat.x",    "io.aa-hat .x"}) {
    EXPECT_TRUE(is_meant_for_us(key)) << key;
  }
}

TEST(IsMeantForUs, isNoMoreThanThat) {
  for (const char* key : {"",
                          ".",
                          "io",
                          "io.",
                          "io.aa",
                          "io.aa-",
                          "io.aa-hat",
                          "IO.AAHAT",
                          "io.aahat",
                          "io.aa-hatch.x",
                          "io.aahatch.x",
                          "my.io.aa-hat.x",
                          "io.aa-ha.t.x",
                          "io.a-a-hat.x",
                          "ioaa-hat.x",
                          "io:aa-hat.x",
                          "io.aa-hat:pool",
                          "io.aa-hat,x",
                          "io.aa-hat=x",
                          "i.o.aa-hat.x",
                          "io.aa\xe2\x80\x90hat.x",
                          "io.kubernetes.cri-o.x",
                          "aa-hat.pool.shop"}) {
    EXPECT_FALSE(is_meant_for_us(key)) << key;
  }
  EXPECT_FALSE(is_meant_for_us(std::string_view("io.aa-hat\0.x", 12)));
}

TEST(ParseAnnotations, noneGivesTheDefaults) {
  const Rules rules = parsed({});
  EXPECT_TRUE(rules.pools.empty());
  EXPECT_TRUE(rules.users.empty());
  EXPECT_TRUE(rules.pool_order.empty());
  EXPECT_EQ(rules.order, (Order{OrderWord::group, OrderWord::fallback}));
  EXPECT_EQ(rules.session, Session::required);
  EXPECT_EQ(rules.seal, Seal::required);
  EXPECT_EQ(rules.listen, Listen::confined);
  EXPECT_TRUE(rules.no_new_privs);
}

TEST(ParseAnnotations, readsRulesForPoolsAndUsers) {
  const Rules rules = parsed({{"pool.shop", "SHOP"}, {"pool.a.b-c", "x"}, {"user.shop", "y"}});
  EXPECT_EQ(rules.pools.size(), 2U);
  EXPECT_EQ(rules.pools.at("shop").text(), "SHOP");
  EXPECT_EQ(rules.pools.at("a.b-c").text(), "x");
  EXPECT_EQ(rules.users.at("shop").text(), "y");
}

TEST(ParseAnnotations, readsSwitches) {
  const Rules rules = parsed({{"session", "optional"},
                              {"seal", "off"},
                              {"listen", "shared"},
                              {"no-new-privs", "false"},
                              {"no-new-privs.a.b", "true"}});
  EXPECT_EQ(rules.session, Session::optional);
  EXPECT_EQ(rules.seal, Seal::off);
  EXPECT_EQ(rules.listen, Listen::shared);
  EXPECT_FALSE(rules.no_new_privs);
  EXPECT_TRUE(rules.no_new_privs_of.at(*HatName::from("a.b")));
}

TEST(ParseAnnotations, switchesCanSayTheDefaultToo) {
  const Rules rules = parsed(
      {{"session", "required"}, {"seal", "required"}, {"listen", "private"}, {"no-new-privs", "true"}});
  EXPECT_EQ(rules.session, Session::required);
  EXPECT_EQ(rules.seal, Seal::required);
  EXPECT_EQ(rules.listen, Listen::confined);
  EXPECT_TRUE(rules.no_new_privs);
}

TEST(ParseAnnotations, singleWordsAreExact) {
  for (const char* key : {"session", "seal", "listen", "no-new-privs", "no-new-privs.a"}) {
    for (const char* value : {"", " ", "True", "TRUE", "1", "yes", "true ", " true", "true,", "Required",
                              "required ", " off", "private,shared", "optional\n"}) {
      EXPECT_TRUE(refuses({{key, value}}, "is not a value of it\nhint: write ")) << key << "=" << value;
    }
  }
}

TEST(ParseAnnotations, refusesWhatIsNoHat) {
  for (const char* value :
       {"", ".a", "-a", "null-a", "a b", " a", "a ", "a//b", "a^b", "a&b", "a:b", "\xc3\xa4"}) {
    EXPECT_TRUE(refuses({{"pool.shop", value}}, "is not the name of a hat\nhint: a hat's name is")) << value;
  }
  EXPECT_TRUE(refuses({{"no-new-privs.-a", "true"}}, "\"-a\" is not the name of a hat"));
}

TEST(ParseAnnotations, refusesWhatIsNoSubject) {
  for (const char* key : {"pool.", "user.", "pool.a b", "user.a/b", "pool.a\tb", "pool.a\nb", "pool.[a]"}) {
    EXPECT_TRUE(refuses({{key, "shop"}}, "is not a name\nhint: ")) << key;
  }
}

TEST(ParseAnnotations, readsSeccompProfiles) {
  const Rules rules = parsed({{"seccomp", "login-tenant"}, {"seccomp.a.b", "p_1+x"}});
  EXPECT_EQ(rules.seccomp->text(), "login-tenant");
  EXPECT_EQ(rules.seccomp_of.at(*HatName::from("a.b")).text(), "p_1+x");
  EXPECT_FALSE(parsed({}).seccomp);
  for (const char* name : {"", "../x", ".x", "-x", "a/b", "a b", "a\tb", "x\n"}) {
    EXPECT_TRUE(refuses({{"seccomp", name}}, "is not the name of a seccomp profile\nhint: ")) << name;
  }
  EXPECT_TRUE(refuses({{"seccomp", std::string(65, 'a')}}, "is not the name of a seccomp profile"));
  EXPECT_TRUE(refuses({{"seccomp.a/b", "x"}}, "is not the name of a hat"));
}

TEST(ParseAnnotations, refusesSeccompWhereNoNewPrivsIsOff) {
  const std::string words = "a seccomp profile would meet no-new-privs=false";
  EXPECT_TRUE(refuses({{"seccomp", "p"}, {"no-new-privs", "false"}}, "\"io.aa-hat.seccomp\": " + words));
  EXPECT_TRUE(refuses({{"seccomp.a", "p"}, {"no-new-privs", "false"}}, "\"io.aa-hat.seccomp.a\": " + words));
  EXPECT_TRUE(
      refuses({{"seccomp.a", "p"}, {"no-new-privs.a", "false"}}, "\"io.aa-hat.seccomp.a\": " + words));
  EXPECT_TRUE(
      refuses({{"seccomp", "p"}, {"no-new-privs.a", "false"}}, "\"io.aa-hat.no-new-privs.a\": " + words));
  EXPECT_EQ(refusal_of({{"seccomp.a", "p"}, {"no-new-privs.b", "false"}}), "");
  EXPECT_EQ(refusal_of({{"seccomp.a", "p"}, {"no-new-privs", "false"}, {"no-new-privs.a", "true"}}), "");
}

TEST(ParseAnnotations, readsRoles) {
  const Rules rules = parsed(
      {{"roles.tom", "admin:web-1:DEFAULT"}, {"roles.eve", ":admin, web-1\tDEFAULT "}, {"roles.a.b", "x"}});
  const std::vector<HatName> three{*HatName::from("admin"), *HatName::from("web-1"),
                                   *HatName::from("DEFAULT")};
  EXPECT_EQ(rules.roles.at("tom"), three);
  EXPECT_EQ(rules.roles.at("eve"), three);
  EXPECT_EQ(rules.roles.at("a.b").size(), 1U);
}

TEST(ParseAnnotations, refusesWhatIsNoListOfRoles) {
  for (const char* value : {"-a", "a//b", "a;b", "null-x", "a,b&c", "a\nb", "*"}) {
    EXPECT_TRUE(refuses({{"roles.tom", value}}, "is not the name of a hat\nhint: a hat's name is")) << value;
  }
  for (const char* value : {"", " ", ",", ":", " ,\t::"}) {
    EXPECT_TRUE(refuses({{"roles.tom", value}}, "its list is empty")) << value;
  }
  EXPECT_TRUE(refuses({{"roles.tom", "a:b,a"}}, "the word \"a\" is doubled"));
  EXPECT_TRUE(refuses({{"roles.", "a"}}, "is not a name"));
}

TEST(ParseAnnotations, readsShells) {
  const Rules rules = parsed({{"shell", "/bin/bash"}, {"shell.tom", "/usr/bin/zsh-5.9"}});
  EXPECT_EQ(rules.shell, "/bin/bash");
  EXPECT_EQ(rules.shells.at("tom"), "/usr/bin/zsh-5.9");
}

TEST(ParseAnnotations, refusesWhatIsNoShell) {
  for (const std::string& value :
       {std::string(), std::string("sh"), std::string("/"), std::string("/bin/"), std::string("//bin/sh"),
        std::string("/bin/../run/aa-hat/aa-hat-shell"), std::string("/./bin/sh"), std::string("/bin/sh "),
        std::string("/bin/sh -x"), std::string("/bin/s\nh"), "/" + std::string(1024, 'a')}) {
    EXPECT_TRUE(refuses({{"shell", value}}, "is not the path of a shell")) << value;
    EXPECT_TRUE(refuses({{"shell.tom", value}}, "is not the path of a shell")) << value;
  }
  for (const char* value : {"/run/aa-hat/aa-hat-shell", "/run/aa-hat/aa-exec-hat"}) {
    EXPECT_TRUE(refuses({{"shell", value}}, "it names the launcher itself")) << value;
  }
}

TEST(ParseAnnotations, refusesKeysThatAreNotBuiltAndSaysSo) {
  for (const char* key : {"template", "template.a", "var.A", "var.A.b"}) {
    EXPECT_TRUE(refuses({{key, "x"}}, std::string("cannot use the annotation \"io.aa-hat.") + key +
                                          "\": this version of aa-hat does not build"))
        << key;
  }
}

TEST(ParseAnnotations, refusesUnknownKeysWithTheNearestKnownOne) {
  EXPECT_EQ(refusal_of({{"pol.shop", "x"}}),
            "cannot use the annotation \"io.aa-hat.pol.shop\": there is no such key\n"
            "hint: did you mean io.aa-hat.pool.NAME?\n");
  EXPECT_TRUE(refuses({{"noNewPrivs", "x"}}, "mean io.aa-hat.no-new-privs, io.aa-hat.no-new-privs.HAT?"));
  EXPECT_TRUE(refuses({{"pool_order", "x"}}, "hint: write io.aa-hat.pool-order\n"));
  EXPECT_TRUE(refuses({{"Session", "x"}}, "hint: write io.aa-hat.session\n"));
  EXPECT_TRUE(refuses({{"Sesion", "x"}}, "did you mean io.aa-hat.session?"));
}

TEST(ParseAnnotations, refusesKeysWithOrWithoutAName) {
  EXPECT_TRUE(refuses({{"pool", "x"}}, "did you mean io.aa-hat.pool.NAME?"));
  EXPECT_TRUE(refuses({{"seal.x", "off"}}, "did you mean io.aa-hat.seal?"));
  EXPECT_TRUE(refuses({{"seal.", "off"}}, "there is no such key"));
  EXPECT_TRUE(refuses({{"roles", "x"}}, "did you mean io.aa-hat.roles.NAME?"));
}

struct Spelling {
  const char* key;
  const char* meant;
};

/// What the hint tells to write, of a refusal for this one key.
std::string told_to_write(const std::string& key) {
  const std::string refusal = refused([&] { parse_annotations({{key, "shop"}}); });
  const std::string start = "hint: write ";
  const auto at = refusal.find(start);
  if (at == std::string::npos) return refusal.empty() ? "(taken)" : "(no such hint)";
  return refusal.substr(at + start.size(), refusal.size() - at - start.size() - 1);
}

TEST(ParseAnnotations, refusesOtherSpellingsOfThePrefix) {
  EXPECT_EQ(
      refused([] {
        parse_annotations({{"io.aa-hat/pool.shop", "shop"}});
      }),
      "cannot use the annotation \"io.aa-hat/pool.shop\": the keys of aa-hat begin with io.aa-hat. in "
      "exactly this form\n"
      "hint: write io.aa-hat.pool.shop\n");
  for (const auto& [key, meant] :
       {Spelling{"io.aa-hat/pool.shop", "io.aa-hat.pool.shop"},
        Spelling{"IO.AA-HAT.pool.Shop_1", "io.aa-hat.pool.Shop_1"},
        Spelling{"io.aahat.seal", "io.aa-hat.seal"}, Spelling{"io/aa/hat/pool/shop", "io.aa-hat.pool.shop"},
        Spelling{"io_aa_hat_no_new_privs_shop", "io.aa-hat.no-new-privs.shop"},
        Spelling{".io.aa-hat.order", "io.aa-hat.order"},
        Spelling{"io.aa-hat/Pool-Order", "io.aa-hat.pool-order"},
        Spelling{"io.aa-hat/pool.order", "io.aa-hat.pool.order"},
        Spelling{"io.aa-hat//user._apt", "io.aa-hat.user._apt"},
        Spelling{"io.aa-hat/pool.", "io.aa-hat.pool.NAME"},
        Spelling{"io.aa-hat/pool.a/b", "io.aa-hat.pool.NAME"}}) {
    EXPECT_EQ(told_to_write(key), meant) << key;
  }
}

TEST(ParseAnnotations, refusesOtherSpellingsBehindThePrefix) {
  for (const auto& [key, meant] :
       {Spelling{"pool/shop", "pool.shop"}, Spelling{"pool_shop", "pool.shop"},
        Spelling{"Pool.shop", "pool.shop"}, Spelling{"POOL.SHOP", "pool.SHOP"},
        Spelling{"/pool.shop", "pool.shop"}, Spelling{"pool_order", "pool-order"},
        Spelling{"pool/order", "pool-order"}, Spelling{"POOL..ORDER", "pool-order"},
        Spelling{"Order", "order"}, Spelling{"User._apt", "user._apt"},
        Spelling{"roles-a.b-c", "roles.a.b-c"}, Spelling{"shell/tom", "shell.tom"},
        Spelling{"no_new_privs", "no-new-privs"}, Spelling{"No-New-Privs/a", "no-new-privs.a"},
        Spelling{"seccomp_a", "seccomp.a"}, Spelling{"pool/", "pool.NAME"},
        Spelling{"pool/a b", "pool.NAME"}}) {
    EXPECT_EQ(told_to_write("io.aa-hat." + std::string(key)), "io.aa-hat." + std::string(meant)) << key;
    EXPECT_TRUE(refuses({{key, "shop"}}, "there is no such key\nhint: write ")) << key;
  }
}

TEST(ParseAnnotations, namesNoKeyThatWouldNotWork) {
  for (const char* key :
       {"io.aa-hat/template", "io.aa-hat/Var_A", "io.aa-hat/", "io.aa-hat/zebra", "io.aa-hat/seal.x",
        "io.aa-hat/pool", "io.aa-hat/pools.shop", "io.aa-hat.pool_order.x", "io.aa-hat.Pools.shop"}) {
    EXPECT_EQ(told_to_write(key), "(no such hint)") << key;
  }
}

TEST(ParseAnnotations, refusesEachOfTwoKeysThatMeanTheSame) {
  const std::string refusal = refused([] {
    parse_annotations(
        {{"IO.aa-hat.pool.shop", "a"}, {"io.aa-hat.pool.shop", "b"}, {"io.aa-hat/pool.shop", "c"}});
  });
  EXPECT_NE(refusal.find("\"IO.aa-hat.pool.shop\""), std::string::npos);
  EXPECT_NE(refusal.find("\"io.aa-hat/pool.shop\""), std::string::npos);
}

TEST(ParseAnnotations, passesNoKeyOver) {
  EXPECT_NE(refused([] { parse_annotations({{"zebra", "x"}}); }), "");
}

TEST(ParseAnnotations, listsTheKeysWhereNoneIsNear) {
  for (const std::string& key :
       {std::string("zebra"), std::string(), std::string("."), std::string(99, 's')}) {
    EXPECT_TRUE(refuses({{key, "x"}}, "hint: the keys are io.aa-hat.pool.NAME, io.aa-hat.pool-order, "))
        << key;
  }
  EXPECT_FALSE(refuses({{"zebra", "x"}}, "template"));
}

TEST(ParseAnnotations, tellsAllThatIsWrongAtOnce) {
  EXPECT_EQ(refusal_of({{"pool.a", "."}, {"pool.b", "good"}, {"seal", "no"}, {"x-y", ""}}),
            "cannot use the annotation \"io.aa-hat.pool.a\": \".\" is not the name of a hat\n"
            "hint: " +
                std::string(hat_name_grammar()) +
                "\n"
                "cannot use the annotation \"io.aa-hat.seal\": \"no\" is not a value of it\n"
                "hint: write required or off\n"
                "cannot use the annotation \"io.aa-hat.x-y\": there is no such key\n"
                "hint: the keys are io.aa-hat.pool.NAME, io.aa-hat.pool-order, io.aa-hat.user.NAME, "
                "io.aa-hat.order, io.aa-hat.roles.NAME, io.aa-hat.shell, io.aa-hat.shell.USER, "
                "io.aa-hat.session, io.aa-hat.seal, io.aa-hat.no-new-privs, "
                "io.aa-hat.no-new-privs.HAT, io.aa-hat.listen, io.aa-hat.seccomp, io.aa-hat.seccomp.HAT\n");
}

TEST(ParseAnnotations, foreignTextIsEscaped) {
  EXPECT_TRUE(refuses({{"seal", "\x1b[2J\nhint: x"}}, "\"\\x1b[2J\\x0ahint: x\" is not a value"));
  EXPECT_TRUE(refuses({{"pool.\n", "x"}}, "\"io.aa-hat.pool.\\x0a\": \"\\x0a\" is not a name"));
}

TEST(ParseAnnotations, tenThousandRules) {
  Annotations many;
  for (int i = 0; i < 10000; ++i) many["pool.p" + std::to_string(i)] = "h" + std::to_string(i);
  const Rules rules = parsed(many);
  EXPECT_EQ(rules.pools.size(), 10000U);
  EXPECT_EQ(rules.pools.at("p9999").text(), "h9999");
}

}  // namespace
}  // namespace aahat
