# g++ 12 reports -Wrestrict falsely in std::string's operator+ (GCC PR 105651).
# Warnings are errors, and hardening is on in every build that a sanitizer does not replace.
add_library(aa_hat_flags INTERFACE)
target_compile_options(aa_hat_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Werror $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
target_compile_definitions(aa_hat_flags INTERFACE AA_HAT_VERSION="${PROJECT_VERSION}" _GNU_SOURCE)

if(AA_HAT_SANITIZE)
  add_compile_options(-fsanitize=${AA_HAT_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${AA_HAT_SANITIZE})
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection -ffunction-sections
    -fdata-sections)
  if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  endif()
  # Each start of a container copies the launcher: its size counts for more than how fast its own few instructions run.
  string(REPLACE "-O3" "-Os" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
  # static-pie: no interpreter, so an image's dynamic linker and LD_PRELOAD have no say, and still address randomisation.
  set(AA_HAT_PROGRAM_LINK -static-pie -Wl,--gc-sections -Wl,-z,relro,-z,now -Wl,-z,noexecstack
    -Wl,-z,pack-relative-relocs)
  set(AA_HAT_PROGRAM_COMPILE -fPIE)
endif()
