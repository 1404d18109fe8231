// SPDX-License-Identifier: Apache-2.0
#include "inspect/layout/strings.hpp"

#include <algorithm>

namespace jig::inspect {

bool is_printable(std::uint8_t byte) {
    return (byte >= 0x20 && byte < 0x7F) || byte == '\r' || byte == '\n' || byte == '\t';
}

std::vector<FlashString> find_strings(const FlashView& flash, std::uint32_t least) {
    std::vector<FlashString> strings;
    const auto end = flash.bytes.end();
    for (auto from = flash.bytes.begin(); from != end;) {
        from = std::find_if(from, end, is_printable);
        const auto to = std::find_if_not(from, end, is_printable);
        const auto length = static_cast<std::uint32_t>(to - from);
        if (length >= least && (to == end || *to == 0x00 || *to == image::erased_byte)) {
            const auto offset = static_cast<std::uint32_t>(from - flash.bytes.begin());
            strings.push_back({{flash.base + offset, length}, std::string(from, to)});
        }
        from = to;
    }
    return strings;
}

}  // namespace jig::inspect
