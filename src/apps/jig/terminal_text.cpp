// SPDX-License-Identifier: Apache-2.0
#include "apps/jig/terminal_text.hpp"

namespace jig::app {

std::string terminal_text(ByteView bytes, std::string_view mark) {
    std::string text;
    bool at_start = true;
    for (const std::uint8_t byte : bytes) {
        if (byte == '\r') continue;
        if (at_start) text += mark;
        at_start = byte == '\n';
        text += byte == '\n' || (byte >= ' ' && byte < 0x7F) ? static_cast<char>(byte) : '.';
    }
    return at_start ? text : text + "\n";
}

std::string ascii_text(ByteView bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes) text += byte < 0x80 ? static_cast<char>(byte) : '?';
    return text;
}

}  // namespace jig::app
