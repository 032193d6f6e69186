// Descriptors 0, 1 and 2, as a caller may have left them.
#pragma once

namespace aahat {

/// Opens /dev/null where 0, 1 or 2 is closed: a file that is opened later would get the number, and messages
/// would be written into it. Call this before anything is opened. Throws Refusal where /dev/null cannot be
/// opened or is not the kernel's null device (an image may have put something else there).
void open_standard_descriptors();

}  // namespace aahat
