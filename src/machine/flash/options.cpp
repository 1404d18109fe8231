// SPDX-License-Identifier: Apache-2.0
// The option byte loader: every byte is checked against its complement.
#include "machine/flash/options.hpp"

#include <cassert>

namespace jig::machine {

namespace {

// PM0075 2.5: a byte that does not match is forced to 0xFF and OPTERR is set; the comparator is off while byte and
// complement are both 0xFF, the erased state.
std::uint8_t checked_byte(std::span<const std::uint8_t> bytes, unsigned index, bool& opterr) {
    const std::uint8_t byte = bytes[2 * index];
    const std::uint8_t complement = bytes[2 * index + 1];
    if (byte == 0xFF && complement == 0xFF) return byte;
    if (static_cast<std::uint8_t>(~byte) == complement) return byte;
    opterr = true;
    return 0xFF;
}

}  // namespace

LoadedOptions load_options(std::span<const std::uint8_t> bytes) {
    assert(bytes.size() >= option_area_bytes);
    LoadedOptions options;
    options.rdprt = checked_byte(bytes, 0, options.opterr) != rdprt_key;
    options.user = checked_byte(bytes, 1, options.opterr);
    options.data0 = checked_byte(bytes, 2, options.opterr);
    options.data1 = checked_byte(bytes, 3, options.opterr);
    options.wrpr = 0;
    for (unsigned i = 0; i < 4; ++i)
        options.wrpr |= static_cast<std::uint32_t>(checked_byte(bytes, 4 + i, options.opterr)) << (8 * i);
    return options;
}

std::uint32_t LoadedOptions::flash_obr() const {
    return (opterr ? 1U : 0U) | (rdprt ? 2U : 0U) | static_cast<std::uint32_t>(user) << 2 |
           static_cast<std::uint32_t>(data0) << 10 | static_cast<std::uint32_t>(data1) << 18;
}

}  // namespace jig::machine
