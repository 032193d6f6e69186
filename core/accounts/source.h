// Where the text of users and groups comes from: a file, or for tests memory.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "file/file.h"

namespace aahat {

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Reads up to `into.size()` bytes (not 0). Returns how many; 0 is the end. Throws Refusal.
  virtual std::size_t read(std::span<char> into) = 0;

  /// What a message calls it.
  virtual const std::string& name() const = 0;
};

/// A regular file; one that does not exist is empty.
class FileSource final : public Source {
 public:
  /// Throws Refusal "cannot read PATH".
  explicit FileSource(std::string path);
  std::size_t read(std::span<char> into) override;
  const std::string& name() const override { return path_; }

 private:
  std::string path_;
  Fd fd_;  // none: the file does not exist
};

/// Text in memory, which must outlive this.
class TextSource final : public Source {
 public:
  explicit TextSource(std::string_view text, std::string name = "text")
      : rest_(text), name_(std::move(name)) {}
  std::size_t read(std::span<char> into) override;
  const std::string& name() const override { return name_; }

 private:
  std::string_view rest_;
  std::string name_;
};

}  // namespace aahat
