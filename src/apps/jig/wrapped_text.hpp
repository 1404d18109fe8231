// SPDX-License-Identifier: Apache-2.0
// Paragraphs for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace jig::app {

inline constexpr std::size_t text_columns = 100;

// `lead`, then `text` in whole words, at most text_columns wide where the words allow; further lines begin under the
// first word. Ends with a line end.
[[nodiscard]] std::string wrapped(std::string_view lead, std::string_view text);

}  // namespace jig::app
