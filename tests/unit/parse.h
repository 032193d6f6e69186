// Annotations that a test takes as a whole or not at all.
#pragma once

#include "annotations/annotations.h"

namespace aahat {

/// The rules, or one Refusal with all that is wrong.
inline Rules parse_annotations(const Annotations& annotations) {
  std::vector<Finding> wrong;
  Rules rules = parse_annotations(annotations, wrong);
  refuse_if_any(std::move(wrong));
  return rules;
}

}  // namespace aahat
