#include "entry/execute.h"

#include <unistd.h>

#include <cerrno>

#include "entry/warn.h"
#include "errors/refusal.h"
#include "file/log.h"

namespace aahat {

std::vector<char*> c_words(const std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (const std::string& word : words) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

void execute(const std::string& program, const std::vector<std::string>& argv) {
  execvp(program.c_str(), c_words(argv).data());

  const int error = errno;
  Finding finding{"execute", program, errno_text(error), ""};
  if (error == EACCES)
    finding.hint = "is it executable, and does the hat have a rule to execute it (such as \"ix\")?";
  tell_stderr(program_name, message(finding));
  _exit(error == ENOENT ? 127 : 126);
}

}  // namespace aahat
