// SPDX-License-Identifier: Apache-2.0
// The word somebody probably meant: for "unknown key 'pagse'; did you mean 'pages'?".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jig {

// The known word with the fewest single-letter edits to `word`, or nothing when even that one is too far off to be a
// slip (more edits than a third of its letters, at least one allowed). The first of several equals wins.
[[nodiscard]] std::optional<std::string_view> nearest_word(std::string_view word,
                                                           std::span<const std::string_view> known);
// "; did you mean 'pages'?", or "; known are: a, b, c" when nothing is near.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> known);

}  // namespace jig
