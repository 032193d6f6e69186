#include <gtest/gtest.h>

#include "parse.h"
#include "refused.h"

namespace aahat {
namespace {

TEST(AnnotationHints, haveTheGrammar) {
  EXPECT_SAYS("hint: a name in a key is 1 to 255 of printable ASCII without blanks and without / \\",
              parse_annotations({{"io.aa-hat.pool.a b", "shop"}}));
  EXPECT_SAYS("hint: write private or shared", parse_annotations({{"io.aa-hat.listen", "x"}}));
  EXPECT_SAYS("hint: write required or optional", parse_annotations({{"io.aa-hat.session", "x"}}));
  EXPECT_SAYS("hint: the words are pool, user, group, default, in lower case",
              parse_annotations({{"io.aa-hat.pool-order", "Pool"}}));
}

}  // namespace
}  // namespace aahat
