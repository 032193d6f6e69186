#include "choice/choice.h"

namespace aahat {
namespace {

constexpr std::string_view fallback_hat = "DEFAULT";

std::string_view name_for(OrderWord word, const Subject& subject) {
  switch (word) {
    case OrderWord::pool:
      return subject.pool;
    case OrderWord::user:
      return subject.user;
    case OrderWord::group:
      return subject.primary_group;
    case OrderWord::fallback:
      return fallback_hat;
  }
  return {};
}

std::optional<HatName> hat_for(OrderWord word, const Subject& subject) {
  const std::string_view name = name_for(word, subject);
  // Whoever can name a pool, user or group in the image must not get into the hat of all the others.
  if (word != OrderWord::fallback && name == fallback_hat) return std::nullopt;
  return HatName::from(name);
}

}  // namespace

std::vector<Candidate> candidates(const std::optional<HatName>& rule, const Order& order,
                                  const Subject& subject) {
  if (rule) return {Candidate{*rule, std::nullopt}};
  std::vector<Candidate> out;
  for (const OrderWord word : order) {
    if (const auto hat = hat_for(word, subject)) out.push_back({*hat, word});
  }
  return out;
}

}  // namespace aahat
