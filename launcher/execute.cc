#include "execute.h"

#include <unistd.h>

#include <cerrno>

#include "file.h"
#include "refusal.h"

namespace aahat {

void execute(const std::string& program, const Words& argv) {
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(program.c_str(), words.data());

  const int error = errno;
  Finding finding{"execute", program, errno_text(error), ""};
  if (error == EACCES)
    finding.hint = "is it executable, and does the hat have a rule to execute it (such as \"ix\")?";
  (void)write_all(STDERR_FILENO, message("aa-exec-hat", finding));
  _exit(error == ENOENT ? 127 : 126);
}

}  // namespace aahat
