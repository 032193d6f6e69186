#include "fpm/socket_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

// user::rw-, user:4711:rw-, user:4712:r--, group::r--, group:4713:rw-, mask::rw-, other::---, as acl(5) has
// it.
// clang-format off
constexpr std::array<unsigned char, 60> acl{
    2,    0, 0, 0,
    0x01, 0, 6, 0, 0xff, 0xff, 0xff, 0xff,
    0x02, 0, 6, 0, 0x67, 0x12, 0, 0,
    0x02, 0, 4, 0, 0x68, 0x12, 0, 0,
    0x04, 0, 4, 0, 0xff, 0xff, 0xff, 0xff,
    0x08, 0, 6, 0, 0x69, 0x12, 0, 0,
    0x10, 0, 6, 0, 0xff, 0xff, 0xff, 0xff,
    0x20, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
// clang-format on

bool set_acl(const std::string& path, const char* name) {
  return setxattr(path.c_str(), name, acl.data(), acl.size(), 0) == 0;
}

TEST(FpmSocketFile, TheFileAsItIs) {
  const TempFolder folder;
  const std::string path = folder.file("s", "");
  chmod(path.c_str(), 0624);
  const auto access = file_access(path);
  ASSERT_TRUE(access);
  EXPECT_EQ(access->owner, geteuid());
  EXPECT_EQ(access->mode, 0624U);
  EXPECT_TRUE(access->acl_users.empty());
}

TEST(FpmSocketFile, NoFile) {
  const TempFolder folder;
  EXPECT_FALSE(file_access(folder.path("none")));
}

TEST(FpmSocketFile, ItsAcl) {
  const TempFolder folder;
  const std::string path = folder.file("s", "");
  if (!set_acl(path, "system.posix_acl_access")) GTEST_SKIP() << "this file system has no ACLs";
  const auto access = file_access(path);
  ASSERT_TRUE(access);
  EXPECT_EQ(access->acl_users, (std::vector<uid_t>{4711}));
  EXPECT_EQ(access->acl_groups, (std::vector<gid_t>{4713}));
}

TEST(FpmSocketFile, WhatANewOneTakesFromItsFolder) {
  const TempFolder folder;
  const std::string path = folder.path("new");
  const std::string parent = path.substr(0, path.rfind('/'));
  EXPECT_EQ(new_file_access(path, 0660).group, getegid());
  if (!set_acl(parent, "system.posix_acl_default")) GTEST_SKIP() << "this file system has no ACLs";
  EXPECT_EQ(new_file_access(path, 0660).acl_users, (std::vector<uid_t>{4711}));
  EXPECT_TRUE(new_file_access(path, 0600).acl_users.empty());
}

TEST(FpmSocketFile, TheGroupOfASetgidFolder) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root to give a folder to another group";
  const TempFolder folder;
  const std::string path = folder.path("new");
  const std::string parent = path.substr(0, path.rfind('/'));
  ASSERT_EQ(chown(parent.c_str(), 0, 4711), 0);
  ASSERT_EQ(chmod(parent.c_str(), 02755), 0);
  EXPECT_EQ(new_file_access(path, 0660).group, 4711U);
}

TEST(FpmSocketFile, Inherited) {
  setenv("FPM_SOCKETS", "/run/a.sock=7,/run/b.sock=8", 1);
  setenv("FPM_SOCKETS_1", "/run/c.sock=9", 1);
  for (const char* path : {"/run/a.sock", "/run/b.sock", "/run/c.sock"})
    EXPECT_TRUE(is_inherited(path)) << path;
  for (const char* path : {"/run/a", "", "7", "/run/b.sock=8"}) EXPECT_FALSE(is_inherited(path)) << path;
  unsetenv("FPM_SOCKETS");
  unsetenv("FPM_SOCKETS_1");
  EXPECT_FALSE(is_inherited("/run/a.sock"));
}

}  // namespace
}  // namespace aahat
