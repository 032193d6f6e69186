#include "delivery/launcher_file.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstring>

#include "refused.h"
#include "temp_folder.h"

namespace aahat {
namespace {

/// The head of a program with one segment of type `segment`.
struct Head {
  Elf64_Ehdr header{};
  Elf64_Phdr segment{};

  Head() {
    std::memcpy(header.e_ident, "\177ELF\2\1\1", 7);
    header.e_type = ET_DYN;
#if defined(__x86_64__)
    header.e_machine = EM_X86_64;
#else
    header.e_machine = EM_AARCH64;
#endif
    header.e_phoff = sizeof header;
    header.e_phentsize = sizeof segment;
    header.e_phnum = 1;
    segment.p_type = PT_LOAD;
  }
  std::string bytes() const {
    std::string out(reinterpret_cast<const char*>(&header), sizeof header);
    return out.append(reinterpret_cast<const char*>(&segment), sizeof segment);
  }
};

template <typename Change>
std::string fault(Change change) {
  Head head;
  change(head);
  return elf_fault(head.bytes());
}

TEST(Launcher, isAStaticProgramOfThisMachine) {
  EXPECT_EQ(fault([](Head&) {}), "");
  EXPECT_EQ(fault([](Head& head) { head.header.e_type = ET_EXEC; }), "");
}

TEST(Launcher, isNothingElse) {
  EXPECT_NE(elf_fault(""), "");
  EXPECT_NE(elf_fault("#!/bin/sh\n"), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_machine = EM_386; }), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_type = ET_CORE; }), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_ident[EI_CLASS] = ELFCLASS32; }), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_ident[EI_DATA] = ELFDATA2MSB; }), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_phnum = 0; }), "");
  EXPECT_NE(fault([](Head& head) { head.header.e_phentsize = 1; }), "");
}

TEST(Launcher, hasNoInterpreter) {
  EXPECT_EQ(fault([](Head& head) { head.segment.p_type = PT_INTERP; }),
            "is not static: the image's own dynamic linker would run first");
}

TEST(Launcher, showsAllItsProgramHeaders) {
  const std::string reason = "has program headers where none are read";
  EXPECT_EQ(fault([](Head& head) { head.header.e_phnum = 2; }), reason);
  EXPECT_EQ(fault([](Head& head) { head.header.e_phnum = 65535; }), reason);
  for (const Elf64_Off offset : {Elf64_Off{65}, Elf64_Off{1} << 40U, ~Elf64_Off{0}, ~Elf64_Off{0} - 55}) {
    EXPECT_EQ(fault([&](Head& head) { head.header.e_phoff = offset; }), reason) << offset;
  }
}

TEST(Launcher, isCutNowhere) {
  const std::string whole = Head().bytes();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(elf_fault(whole.substr(0, size)), "") << size;
}

TEST(Launcher, mustBeThere) {
  EXPECT_EQ(refused([] { open_launcher("/nowhere"); }),
            "cannot use launcher \"/nowhere\": No such file or directory (ENOENT)\n");
}

}  // namespace
}  // namespace aahat
