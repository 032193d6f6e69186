// Against a php-fpm that is a shell script: what it is asked, and what is made of its answers.
#include "fpm/learn.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "file/file.h"
#include "fpm/capture.h"
#include "fpm/fpm.h"
#include "fpm/sealed_file.h"
#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

/// Prints a dump of pool "shop" and of the probe, which it finds in the wrapper as php-fpm would.
constexpr const char* honest = R"sh(
n="[21-Nov-2026 22:55:00] NOTICE:"
pool() {
  printf '%s\n' "$n [$1]" "$n 	user = u" "$n 	group = undefined" "$n 	listen = /s" \
    "$n 	listen.owner = undefined" "$n 	listen.group = undefined" "$n 	listen.mode = undefined" \
    "$n 	chroot = undefined" "$n  "
}
wrapper=$3
printf '%s\n' "$n [global]" "$n  "
pool shop
pool "$(sed -n 's/^\[\(aa-hat-.*\)\]$/\1/p' "$wrapper")"
echo "$n configuration file $wrapper test is successful"
)sh";

class FpmLearn : public testing::Test {
 public:
  std::string program(const std::string& script) {
    std::string path = folder_.file("php-fpm", "#!/bin/sh\n" + script);
    chmod(path.c_str(), 0755);
    return path;
  }
  std::string refused_learning(const std::string& script) {
    return refused([&] { learn_pools({{program(script), "/c"}, {}}); });
  }
  std::string told(const std::string& name) {
    std::ifstream file(folder_.path(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TempFolder folder_;
};

TEST_F(FpmLearn, GivesThePoolsWithoutTheProbe) {
  const std::vector<Pool> pools = learn_pools({{program(honest), "/c"}, {}});
  ASSERT_EQ(pools.size(), 1U);
  EXPECT_EQ(pools[0].name, "shop");
}

TEST_F(FpmLearn, AsksUnderTheNameOfLater) {
  const std::string script = "cat /proc/$$/cmdline | tr '\\0' ' ' > " + folder_.path("argv") + "; env > " +
                             folder_.path("env") + "; ls /proc/$$/fd > " + folder_.path("fds") + "; " +
                             honest;
  const Fd ours(open("/dev/null", O_RDONLY));  // not close-on-exec, like php-fpm's listening sockets
  setenv("FPM_SOCKETS", "/s=7", 1);
  // A script's own argv[0] is its path: that of the options is seen here.
  refused_learning(script);
  unsetenv("FPM_SOCKETS");
  EXPECT_NE(told("argv").find(" -tt -y /proc/self/fd/"), std::string::npos) << told("argv");
  EXPECT_EQ(told("env").find("FPM_SOCKETS"), std::string::npos);
  EXPECT_EQ(told("fds").find(std::to_string(ours.get()) + "\n"), std::string::npos) << told("fds");
}

TEST_F(FpmLearn, TellsWhyItFails) {
  const std::string text = refused_learning("echo one; echo 'bad \033[2J' >&2; exit 78");
  EXPECT_NE(text.find("php-fpm -tt fails: it says \"one\" \"bad \\x1b[2J\""), std::string::npos) << text;
}

TEST_F(FpmLearn, WithoutAppArmor) {
  const std::string text =
      refused_learning("echo \"ERROR: [/c:9] unknown entry 'apparmor_hat'\" >&2; exit 78");
  EXPECT_NE(text.find("built without AppArmor"), std::string::npos) << text;
}

TEST_F(FpmLearn, SilenceIsNoSuccess) {
  EXPECT_NE(refused_learning("exit 0").find("ends too early"), std::string::npos);
  EXPECT_NE(refused_learning("kill -9 $$").find("it says nothing"), std::string::npos);
}

TEST_F(FpmLearn, AMissingProbeMeansThatPoolsAreMissing) {
  std::string script(honest);
  script.replace(script.find("pool \"$(sed"), 4, ": ");
  EXPECT_NE(refused_learning(script).find("does not print them all"), std::string::npos);
}

TEST_F(FpmLearn, APhpFpmWithoutPools) {
  std::string script(honest);
  script.replace(script.find("pool shop"), 9, "");
  EXPECT_NE(refused_learning(script).find("it has none"), std::string::npos);
}

TEST_F(FpmLearn, TheConfigurationIsTheNamedOne) {
  const std::string path = program("exit 1");
  const FpmInvocation invocation = read_launch({path, "-Fy", "/my.conf", "-R"});
  EXPECT_EQ(invocation.source.program, path);
  EXPECT_EQ(invocation.source.config, "/my.conf");
  EXPECT_EQ(invocation.options, (Words{"-F", "-R"}));
}

TEST_F(FpmLearn, TheConfigurationIsAskedFor) {
  const std::string path =
      program("echo \"[x] NOTICE: configuration file /etc/f.conf test is successful\" >&2");
  EXPECT_EQ(read_launch({path, "-F"}).source.config, "/etc/f.conf");
  EXPECT_NE(refused([&] { read_launch({program("exit 0")}); }).find("log_level"), std::string::npos);
  EXPECT_NE(refused([&] {
              read_launch({program("echo no; exit 1")});
            }).find("php-fpm -t fails or does not tell: it says \"no\""),
            std::string::npos);
  EXPECT_NE(refused([&] { read_launch({path, "-y", "relative.conf"}); }), "");
}

TEST_F(FpmLearn, TheProgramIsFoundInPath) {
  const std::string path = program("");
  const std::string old = std::getenv("PATH");
  setenv("PATH", ("relative::/nonexistent:" + path.substr(0, path.rfind('/'))).c_str(), 1);
  EXPECT_EQ(read_launch({"php-fpm", "-y/c"}).source.program, path);
  chmod(path.c_str(), 0644);
  EXPECT_NE(refused([&] { read_launch({"php-fpm", "-y/c"}); }), "");
  setenv("PATH", old.c_str(), 1);
  EXPECT_NE(refused([&] { read_launch({path, "-y/c"}); }), "");
  EXPECT_NE(refused([&] { read_launch({"./php-fpm", "-y/c"}); }), "");
}

TEST(FpmReload, IsKnownByItsSealedWrapperAlone) {
  const Fd wrapper = sealed_file(final_wrapper({"/p", "/c"}, {}));
  const Fd other = sealed_file("[global]\n");
  const std::string ours = name_of(wrapper);
  const std::string others = name_of(other);
  const auto is_reload = [](std::vector<const char*> argv) {
    return is_fpm_reload(static_cast<int>(argv.size()), argv.data());
  };
  EXPECT_TRUE(is_reload({launcher_path, "-y", ours.c_str()}));
  EXPECT_TRUE(is_reload({launcher_path, "-y", ours.c_str(), "-F"}));
  EXPECT_FALSE(is_reload({launcher_path, "-y", others.c_str()}));
  EXPECT_FALSE(is_reload({launcher_path, "-y", "/etc/php-fpm.conf"}));
  EXPECT_FALSE(is_reload({launcher_path, "-F", "-y", ours.c_str()}));
  EXPECT_FALSE(is_reload({launcher_path, "-y"}));
  EXPECT_FALSE(is_reload({}));
}

TEST(Capture, refusesAtOnceWhatItCannotWatch) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const int next = dup(STDIN_FILENO);
  close(next);
  // Room for what it says, and none for the process' own descriptor.
  const rlimit few{static_cast<rlim_t>(next) + 1, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &few);
  std::string text;
  try {
    capture("/bin/sleep", {"sleep", "100"}, -1);
  } catch (const Refusal& refusal) {
    setrlimit(RLIMIT_NOFILE, &before);  // a sanitizer needs descriptors to look at it
    text = message(refusal.findings().front());
  }
  EXPECT_NE(text.find("Too many open files (EMFILE)"), std::string::npos) << text;
}

TEST(Capture, endsWhatDoesNotEnd) {
  EXPECT_EQ(refused([] {
              capture("/bin/sleep", {"sleep", "100"}, -1, std::chrono::seconds(1));
            }),
            "cannot learn the pools from \"/bin/sleep\": it did not end within 1 seconds\n");
}

TEST(Capture, refusesWhatSaysTooMuch) {
  EXPECT_EQ(refused([] {
              capture("/bin/cat", {"cat", "/dev/zero"}, -1);
            }),
            "cannot learn the pools from \"/bin/cat\": it says more than 64 MiB\n");
}

}  // namespace
}  // namespace aahat
