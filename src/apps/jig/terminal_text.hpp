// SPDX-License-Identifier: Apache-2.0
// What a board sent over a UART, for a person and for a program.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace jig::app {

// What a terminal would show, each line behind `mark`; what is not text as '.'. Whole lines.
[[nodiscard]] std::string terminal_text(ByteView bytes, std::string_view mark);
// JSON wants UTF-8, and a UART may say anything: what is not ASCII as '?'.
[[nodiscard]] std::string ascii_text(ByteView bytes);

}  // namespace jig::app
