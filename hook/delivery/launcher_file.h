// The launcher on the host, before it is copied into containers.
#pragma once

#include <string>
#include <string_view>

#include "file/file.h"

namespace aahat {

/// What keeps `head`, the start of a program's file (its program headers included), from running alone in any
/// image; empty where nothing does. Read after elf(5): a 64-bit ELF of this machine's byte order and
/// architecture, ET_EXEC or ET_DYN, without PT_INTERP: an interpreter would be the image's own, and run
/// before any check of ours.
std::string elf_fault(std::string_view head);

/// Opens the launcher at `path`. The same descriptor is checked and later copied, so that a file put in its
/// place meanwhile changes nothing. Throws Refusal unless it is a trusted file (trusted_file.h) of at most 16
/// MiB without an elf_fault.
Fd open_launcher(const std::string& path);

}  // namespace aahat
