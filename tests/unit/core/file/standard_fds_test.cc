#include "file/standard_fds.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace aahat {
namespace {

/// How a child process ends that has closed `closed` and opened them again.
int status_with_closed(std::initializer_list<int> closed) {
  const pid_t child = fork();
  if (child == 0) {
    for (const int fd : closed) close(fd);
    open_standard_descriptors();
    bool right = true;
    for (const int fd : {0, 1, 2}) {
      struct stat about {};
      right = right && fstat(fd, &about) == 0 && fcntl(fd, F_GETFD) == 0;
    }
    for (const int fd : closed) right = right && write(fd, "x", 1) == 1;
    _exit(right ? 0 : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

TEST(StandardDescriptors, areOpenedWhereTheyAreClosed) {
  EXPECT_EQ(status_with_closed({}), 0);
  EXPECT_EQ(status_with_closed({0}), 0);
  EXPECT_EQ(status_with_closed({2}), 0);
  EXPECT_EQ(status_with_closed({0, 2}), 0);
  EXPECT_EQ(status_with_closed({0, 1, 2}), 0);
}

}  // namespace
}  // namespace aahat
