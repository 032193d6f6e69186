// A Source that gives its text in small pieces, so that lines lie across their ends.
#pragma once

#include <algorithm>
#include <string>

#include "accounts/source.h"

namespace aahat {

class Pieces final : public Source {
 public:
  explicit Pieces(std::string_view text) : text_(text) {}
  std::size_t read(std::span<char> into) override {
    return text_.read(into.first(std::min<std::size_t>(into.size(), 3)));
  }
  const std::string& name() const override { return text_.name(); }

 private:
  TextSource text_;
};

}  // namespace aahat
