#include "accounts/lines.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <thread>

#include "memory_file.h"
#include "refused.h"

namespace aahat {
namespace {

/// All lines of `text`, each in brackets, read in pieces that are `piece` bytes long at first.
std::string lines_of(std::string_view text, std::size_t piece) {
  const MemoryFile file(text);
  Lines lines(open_regular(file.path()), "text", 65536, piece);
  std::string out;
  while (const auto line = lines.next()) out.append("[").append(*line).append("]");
  return out;
}

TEST(Lines, areReadFromPiecesOfAnySize) {
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U, 16384U}) {
    EXPECT_EQ(lines_of("a:x\n\n#c\n \tlonger than a piece\n+nis\n-nis\nlast", piece),
              "[a:x][longer than a piece][last]")
        << piece;
    EXPECT_EQ(lines_of("", piece), "");
  }
}

TEST(Lines, noFileHasNone) { EXPECT_FALSE(Lines(Fd(), "none", 65536).next()); }

TEST(Lines, aFileThatCannotBeReadIsRefused) {
  EXPECT_EQ(refused([] { Lines(open_at(AT_FDCWD, "/", O_RDONLY), "folder", 65536).next(); }),
            "cannot read \"folder\": Is a directory (EISDIR)\n");
}

/// What is refused of a file that never ends, and is full of `text`.
std::string endless_fault(const std::string& text) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return "no socket";
  std::thread writer([&] {
    const Fd end(ends[1]);
    while (send(end.get(), text.data(), text.size(), MSG_NOSIGNAL) > 0) {
    }
  });
  std::string fault;
  {
    Lines lines{Fd(ends[0]), "endless", 65536};
    fault = refused([&] { lines.next(); });
  }
  writer.join();
  return fault;
}

TEST(Lines, anEndlessFileIsRefused) {
  std::string comments;
  for (int i = 0; i < 1000; ++i) comments += "#" + std::string(63, 'c') + "\n";
  EXPECT_EQ(endless_fault(comments), "cannot read \"endless\": it is longer than 256 MiB\n");
  EXPECT_EQ(endless_fault("#"), "cannot read \"endless\": it has a line of 65536 bytes or more\n");
}

}  // namespace
}  // namespace aahat
