#include "entry/execute.h"

#include <unistd.h>

#include <cerrno>

#include "entry/c_words.h"
#include "errors/refusal.h"
#include "file/file.h"

namespace aahat {

void execute(const std::string& program, const Words& argv) {
  execvp(program.c_str(), c_words(argv).data());

  const int error = errno;
  Finding finding{"execute", program, errno_text(error), ""};
  if (error == EACCES)
    finding.hint = "is it executable, and does the hat have a rule to execute it (such as \"ix\")?";
  (void)write_all(STDERR_FILENO, message("aa-exec-hat", finding));
  _exit(error == ENOENT ? 127 : 126);
}

}  // namespace aahat
