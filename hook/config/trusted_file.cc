#include "config/trusted_file.h"

#include <fcntl.h>

#include <cerrno>

#include "errors/refusal.h"

namespace aahat {

std::string trust_fault(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return "is not a regular file";
  if (status.st_uid != 0) return "belongs to uid " + std::to_string(status.st_uid) + ", not to root";
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) return "can be written by others than its owner";
  return "";
}

TrustedFile open_trusted(const std::string& path, const std::string& action) {
  // O_NONBLOCK: a FIFO would hold the container's start for ever.
  Fd fd = open_at(AT_FDCWD, path.c_str(), O_RDONLY | O_NONBLOCK);
  struct stat status {};
  if (!fd || fstat(fd.get(), &status) != 0) throw Refusal({action, path, errno_text(errno), ""});
  const std::string fault = trust_fault(status);
  if (!fault.empty()) throw Refusal({action, path, "it " + fault, "chown root:root and chmod go-w it"});
  return {std::move(fd), static_cast<std::size_t>(status.st_size)};
}

}  // namespace aahat
