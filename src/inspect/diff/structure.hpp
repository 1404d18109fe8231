// SPDX-License-Identifier: Apache-2.0
// What the values of a field look like, seen side by side: text, digits, numbers, samples, random bytes. A look is told
// only when chance would not often give it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace jig::inspect {

enum class Look : std::uint8_t {
    text,            // printable characters on every board
    bcd,             // every nibble is a decimal digit
    counter,         // grows from one read of a board to the next
    close_numbers,   // numbers near each other, as serial numbers of one lot
    samples_12_bit,  // half-words below 0x1000 that are near each other: ADC readings, calibration
    random,          // high entropy, and half of the bits differ: a hash, a key, a cipher text
    single_bits,     // every byte differs in one bit, all in the same direction: weak cells, read errors
};
[[nodiscard]] std::string_view name_of(Look look);  // "text", "BCD", …

struct LookQuestion {
    std::span<const ByteView> values;  // of different boards, or of the reads of one; at least two, of one length
    bool rereads = false;              // all values are of one board
};
[[nodiscard]] std::vector<Look> looks_of(const LookQuestion& question);

}  // namespace jig::inspect
