#include "delivery/launcher_file.h"

#include <elf.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "config/trusted_file.h"
#include "errors/refusal.h"

namespace aahat {
namespace {

constexpr std::size_t largest_launcher = 16UL << 20U;
constexpr std::string_view own_magic("\177ELF\2\1\1", 7);  // ELFCLASS64, ELFDATA2LSB, EV_CURRENT
#if defined(__x86_64__)
constexpr Elf64_Half own_machine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half own_machine = EM_AARCH64;
#else
#error "add this machine's e_machine"
#endif

/// The part of `head` at `offset` as a T, or nothing where it does not reach that far.
template <typename T>
bool take(std::string_view head, std::size_t offset, T& out) {
  if (offset > head.size() || head.size() - offset < sizeof out) return false;
  std::memcpy(&out, head.data() + offset, sizeof out);
  return true;
}

std::string segment_fault(std::string_view head, const Elf64_Ehdr& header) {
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment{};
    if (header.e_phoff > head.size() || !take(head, header.e_phoff + i * sizeof segment, segment)) {
      return "has program headers where none are read";
    }
    if (segment.p_type == PT_INTERP) return "is not static: the image's own dynamic linker would run first";
  }
  return "";
}

std::string read_head(const Fd& file, const std::string& path) {
  std::array<char, 4096> head;
  const ssize_t got = pread(file.get(), head.data(), head.size(), 0);
  if (got < 0) throw Refusal({"use launcher", path, errno_text(errno), ""});
  return {head.data(), static_cast<std::size_t>(got)};
}

}  // namespace

std::string elf_fault(std::string_view head) {
  Elf64_Ehdr header{};
  if (!take(head, 0, header) || !head.starts_with(own_magic)) return "is not a program of this machine";
  if (header.e_machine != own_machine || (header.e_type != ET_EXEC && header.e_type != ET_DYN)) {
    return "is not a program of this machine";
  }
  if (header.e_phnum == 0 || header.e_phentsize != sizeof(Elf64_Phdr)) return "has no program headers";
  return segment_fault(head, header);
}

Fd open_launcher(const std::string& path) {
  const std::string hint =
      "name the aa-exec-hat of this version (--launcher, or \"launcher\" in the host's config)";
  TrustedFile file = open_trusted(path, "use launcher");
  if (file.size > largest_launcher) throw Refusal({"use launcher", path, "it is longer than 16 MiB", hint});
  const std::string fault = elf_fault(read_head(file.fd, path));
  if (!fault.empty()) throw Refusal({"use launcher", path, "it " + fault, hint});
  return std::move(file.fd);
}

}  // namespace aahat
