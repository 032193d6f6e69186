#include "rules/words.h"

#include <array>

namespace aahat {
namespace {

template <typename Word>
struct Spelling {
  Word word;
  std::string_view text;
};

// One spelling a word, read in both directions, so that what is written can always be read.
constexpr std::array order_words{
    Spelling<OrderWord>{OrderWord::pool, "pool"}, Spelling<OrderWord>{OrderWord::user, "user"},
    Spelling<OrderWord>{OrderWord::group, "group"}, Spelling<OrderWord>{OrderWord::fallback, "default"}};
constexpr std::array session_words{Spelling<Session>{Session::required, "required"},
                                   Spelling<Session>{Session::optional, "optional"}};
constexpr std::array seal_words{Spelling<Seal>{Seal::required, "required"}, Spelling<Seal>{Seal::off, "off"}};
constexpr std::array listen_words{Spelling<Listen>{Listen::confined, "private"},
                                  Spelling<Listen>{Listen::shared, "shared"}};

constexpr std::array truth_words{Spelling<bool>{true, "true"}, Spelling<bool>{false, "false"}};

template <typename Word, std::size_t count>
std::string_view text_in(const std::array<Spelling<Word>, count>& spellings, Word word) {
  for (const auto& spelling : spellings) {
    if (spelling.word == word) return spelling.text;
  }
  return {};
}

template <typename Word, std::size_t count>
std::optional<Word> word_in(const std::array<Spelling<Word>, count>& spellings, std::string_view text) {
  for (const auto& spelling : spellings) {
    if (spelling.text == text) return spelling.word;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(OrderWord word) { return text_in(order_words, word); }
std::string_view to_text(Session session) { return text_in(session_words, session); }
std::string_view to_text(Seal seal) { return text_in(seal_words, seal); }
std::string_view to_text(Listen listen) { return text_in(listen_words, listen); }

std::optional<OrderWord> order_word(std::string_view text) { return word_in(order_words, text); }
std::optional<Session> session_word(std::string_view text) { return word_in(session_words, text); }
std::optional<Seal> seal_word(std::string_view text) { return word_in(seal_words, text); }
std::optional<Listen> listen_word(std::string_view text) { return word_in(listen_words, text); }
std::optional<bool> truth_word(std::string_view text) { return word_in(truth_words, text); }

}  // namespace aahat
