// The words of annotations as types: a value outside of them cannot be held.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace aahat {

/// A word of `order` or `pool-order`: whose name the hat is to have.
enum class OrderWord { pool, user, group, fallback /* `default`: the hat DEFAULT */ };
using Order = std::vector<OrderWord>;

enum class Session { required, optional };
enum class Seal { required, off };
enum class Listen { confined /* `private` */, shared };

/// The word as annotations and the plan write it.
std::string_view to_text(OrderWord word);
std::string_view to_text(Session session);
std::string_view to_text(Seal seal);
std::string_view to_text(Listen listen);

/// The word that `text` is, exactly as to_text writes it, or nothing.
std::optional<OrderWord> order_word(std::string_view text);
std::optional<Session> session_word(std::string_view text);
std::optional<Seal> seal_word(std::string_view text);
std::optional<Listen> listen_word(std::string_view text);

/// `true` or `false`.
std::optional<bool> truth_word(std::string_view text);

}  // namespace aahat
