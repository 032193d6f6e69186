#include "fpm/sealed_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

namespace aahat {
namespace {

TEST(FpmSealedFile, IsReadBackWhereverTheOffsetIs) {
  const Fd fd = sealed_file("text");
  EXPECT_EQ(sealed_text(fd.get()), "text");
  lseek(fd.get(), 2, SEEK_SET);
  EXPECT_EQ(sealed_text(fd.get()), "text");
}

TEST(FpmSealedFile, CannotBeChangedByAnyone) {
  const Fd fd = sealed_file("text");
  EXPECT_EQ(pwrite(fd.get(), "x", 1, 0), -1);
  EXPECT_EQ(ftruncate(fd.get(), 0), -1);
  EXPECT_EQ(ftruncate(fd.get(), 9), -1);
  EXPECT_EQ(mmap(nullptr, 4, PROT_READ | PROT_WRITE, MAP_SHARED, fd.get(), 0), MAP_FAILED);
  EXPECT_EQ(fcntl(fd.get(), F_ADD_SEALS, 0), -1);
}

TEST(FpmSealedFile, IsCloseOnExecAndAboveStandardDescriptors) {
  const Fd fd = sealed_file("");
  EXPECT_EQ(fcntl(fd.get(), F_GETFD), FD_CLOEXEC);
  EXPECT_GT(fd.get(), STDERR_FILENO);
}

TEST(FpmSealedFile, NothingLessIsTaken) {
  EXPECT_FALSE(sealed_text(-1));
  EXPECT_FALSE(sealed_text(STDERR_FILENO));
  const Fd open(memfd_create("t", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  EXPECT_FALSE(sealed_text(open.get()));
  ASSERT_EQ(fcntl(open.get(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK), 0);
  EXPECT_FALSE(sealed_text(open.get()));  // seals could still be added, to no harm, but it is not ours
}

TEST(FpmSealedFile, Names) {
  const Fd fd = sealed_file("");
  EXPECT_EQ(descriptor_in(name_of(fd)), fd.get());
  EXPECT_EQ(descriptor_in("/proc/self/fd/12"), 12);
  for (const char* name : {"", "/proc/self/fd/", "/proc/self/fd/x", "/proc/self/fd/1x", "/proc/self/fd/-1",
                           "/proc/self/fd/1/", "/proc/1/fd/1", "/proc/self/fd/99999999999"}) {
    EXPECT_FALSE(descriptor_in(name)) << name;
  }
}

}  // namespace
}  // namespace aahat
