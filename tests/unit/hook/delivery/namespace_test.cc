#include "delivery/namespace.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

TEST(NamespaceVisit, needsAProcess) {
  EXPECT_SAYS("cannot enter the mount namespace of process \"0\": the runtime's state names no process",
              NamespaceVisit(0));
}

}  // namespace
}  // namespace aahat
