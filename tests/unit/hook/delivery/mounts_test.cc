#include "delivery/mounts.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "file/file.h"
#include "refused.h"

namespace aahat {
namespace {

const char* const table =
    "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n"
    "6 35 0:5 / /proc rw - proc proc rw\n"
    "37 36 0:40 / /a\\040shared:1 ro,nosuid shared:7 master:2 - tmpfs aa-hat ro,size=4k\n"
    "38 36 0:41 / /run ro - tmpfs aa-hat rw\n"
    "39 36 0:42 / /run ro\n";

TEST(MountInfo, findsTheVeryMount) {
  EXPECT_EQ(find_mount(table, 36)->fs_type, "ext3");
  EXPECT_EQ(find_mount(table, 6)->fs_type, "proc");
  EXPECT_FALSE(find_mount(table, 3));
  EXPECT_FALSE(find_mount("", 3));
}

TEST(MountInfo, readsPropagationAndSuperBlock) {
  EXPECT_FALSE(find_mount(table, 36)->shared);
  const MountInfo shared = find_mount(table, 37).value();
  EXPECT_TRUE(shared.shared);
  EXPECT_TRUE(shared.read_only);
  EXPECT_EQ(shared.source, "aa-hat");
}

TEST(MountInfo, takesReadOnlyFromTheSuperBlockAlone) {
  EXPECT_FALSE(find_mount(table, 38)->shared);
  EXPECT_FALSE(find_mount(table, 38)->read_only);
}

TEST(MountInfo, refusesALineWithoutItsEnd) { EXPECT_FALSE(find_mount(table, 39)); }

TEST(MountInfo, tellsOfARealMount) {
  const Fd proc = open_at(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY);
  const MountPlace place = mount_place(proc.get());
  EXPECT_TRUE(place.is_root);
  EXPECT_EQ(mount_info(proc.get(), place.id).fs_type, "proc");
  const Fd inside = open_at(proc.get(), "self", O_PATH | O_DIRECTORY);
  EXPECT_FALSE(mount_place(inside.get()).is_root);
  EXPECT_EQ(mount_place(inside.get()).id, place.id);
}

TEST(NamespaceVisit, needsAProcess) {
  EXPECT_SAYS("cannot enter the mount namespace of process \"0\": the runtime's state names no process",
              NamespaceVisit(0));
}

}  // namespace
}  // namespace aahat
