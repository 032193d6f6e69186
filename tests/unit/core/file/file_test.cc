#include "file/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

Fd some_fd() { return Fd(open("/dev/null", O_RDONLY | O_CLOEXEC)); }

TEST(Fd, closesWhatItOwns) {
  int number = -1;
  {
    const Fd fd = some_fd();
    number = fd.get();
    EXPECT_TRUE(is_open(number));
  }
  EXPECT_FALSE(is_open(number));
}

TEST(Fd, movesAndGivesAway) {
  Fd from = some_fd();
  const int number = from.get();
  Fd to = std::move(from);
  EXPECT_FALSE(from);  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_EQ(to.get(), number);
  const Fd kept(to.release());
  EXPECT_FALSE(to);
  EXPECT_TRUE(is_open(number));
}

TEST(OpenRegular, opensCloseOnExec) {
  const TempFolder folder;
  const Fd fd = open_regular(folder.file("f", "text"));
  EXPECT_EQ(fcntl(fd.get(), F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(read_all(fd.get(), 100, "read", "f"), "text");
}

TEST(OpenRegular, refusesWhatWouldHangOrAct) {
  const TempFolder folder;
  ASSERT_EQ(mkfifo(folder.path("fifo").c_str(), 0600), 0);
  for (const std::string& path : {folder.path("fifo"), folder.path(""), std::string("/dev/null")}) {
    EXPECT_EQ(refused([&] { open_regular(path); }),
              "cannot read \"" + path + "\": it is not a regular file\n");
  }
}

TEST(OpenRegular, refusesWhatIsMissing) {
  EXPECT_EQ(refused([] { open_regular("/nowhere"); }),
            "cannot read \"/nowhere\": No such file or directory (ENOENT)\n");
}

TEST(OpenAt, resolvesAsTold) {
  const TempFolder folder;
  folder.file("f", "");
  std::filesystem::create_symlink("f", folder.path("link"));
  const Fd directory = open_at(AT_FDCWD, folder.path("").c_str(), O_PATH | O_DIRECTORY);
  ASSERT_TRUE(directory);
  EXPECT_TRUE(open_at(directory.get(), "link", O_RDONLY));
  EXPECT_FALSE(open_at(directory.get(), "link", O_RDONLY, RESOLVE_NO_SYMLINKS));
  EXPECT_EQ(errno, ELOOP);
  EXPECT_FALSE(open_at(directory.get(), "../x", O_RDONLY, RESOLVE_BENEATH));
  EXPECT_EQ(errno, EXDEV);
}

TEST(ReadAll, refusesMoreThanItsLimit) {
  const TempFolder folder;
  const std::string path = folder.file("f", std::string(100000, 'x'));
  EXPECT_EQ(read_all(open_regular(path).get(), 100000, "read", "f").size(), 100000U);
  EXPECT_EQ(refused([&] { read_all(open_regular(path).get(), 99999, "read the plan", "f"); }),
            "cannot read the plan \"f\": it is longer than 99999 bytes\n");
}

TEST(ReadAll, refusesAnError) {
  EXPECT_EQ(refused([] { read_all(-1, 1, "read", "f"); }),
            "cannot read \"f\": Bad file descriptor (EBADF)\n");
}

TEST(WriteAll, writesAllOrFails) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Fd reading(ends[0]);
  {
    const Fd writing(ends[1]);
    EXPECT_TRUE(write_all(writing.get(), "ab"));
    EXPECT_TRUE(write_all(writing.get(), ""));
  }
  EXPECT_EQ(read_all(reading.get(), 10, "read", "pipe"), "ab");
  EXPECT_FALSE(write_all(-1, "x"));
  EXPECT_EQ(errno, EBADF);
}

TEST(NewFd, isNoneOfTheStandardDescriptors) {
  for (const int forged : {0, 1, 2}) EXPECT_FALSE(new_fd(forged)) << forged;
  EXPECT_FALSE(new_fd(-1));
  const std::optional<Pipe> pipe = make_pipe();
  ASSERT_TRUE(pipe);
  EXPECT_TRUE(write_all(pipe->in.get(), "x"));
}

}  // namespace
}  // namespace aahat
