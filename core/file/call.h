// A system call of which a seccomp filter sees nothing but what is given here.
#pragma once

namespace aahat {

/// Makes the system call `number` with these arguments. Returns its result, or -errno.
///
/// A filter decides by all six argument registers and by the address of the instruction, also where a call
/// has fewer arguments. syscall(2) and the C library leave in the unused ones what was there before, and that
/// tells apart two calls that must look alike to the filter, since the first is to show who answers the
/// second. Here what is not given is 0, and the instruction is always the same.
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) noexcept;

/// A pointer as an argument.
inline long argument(const void* pointer) { return reinterpret_cast<long>(pointer); }

}  // namespace aahat
