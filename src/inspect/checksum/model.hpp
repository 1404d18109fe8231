// SPDX-License-Identifier: Apache-2.0
// The checksum algorithms that are looked for, as rows: CRCs under the names and parameters of the CRC RevEng
// catalogue, the CRC unit of the STM32, sums, exclusive ors, Fletcher and Adler.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace jig::inspect {

enum class ChecksumFamily : std::uint8_t { crc, sum, exclusive_or, fletcher };
// What is stored of a sum: the sum, its one's complement, or its two's complement (all words then add up to zero).
enum class SumForm : std::uint8_t { plain, complement, negated };

struct ChecksumModel {
    std::string_view
        name;  // "CRC-32/ISO-HDLC", "STM32-CRC", "SUM-16"; rows of one name differ in `word_bytes` or `form`
    ChecksumFamily family;
    unsigned width;       // of the value, in bits: 8, 16, 32
    unsigned word_bytes;  // what is taken at a time, little-endian; ranges begin and end on its multiples
    // The evidence that one agreement is worth, in bits. Below `width` where values are not spread evenly: a sum of
    // 64 KB of bytes is near 2^23, and tables and strings make the exclusive or of words agree some 250 times as often
    // as in random data, the sum some 5 times.
    unsigned evidence_bits;
    std::uint32_t poly = 0;    // crc: without x^width
    std::uint32_t init = 0;    // crc: the register before the first bit; fletcher: the first sum before the first word
    std::uint32_t xorout = 0;  // crc
    bool reflected = false;    // crc: refin and refout, which agree in every row
    SumForm form = SumForm::plain;
    std::uint32_t modulus = 0;  // fletcher: of both sums

    [[nodiscard]] constexpr unsigned value_bytes() const { return width / 8; }
    [[nodiscard]] constexpr std::uint32_t all_ones() const { return 0xffffffff >> (32 - width); }
    // Whether the change of a value between two dumps is the same wherever the changed word lies in the range, so that
    // a second dump says nothing about where the range begins and ends.
    [[nodiscard]] constexpr bool is_additive() const {
        return family == ChecksumFamily::sum || family == ChecksumFamily::exclusive_or;
    }
};

// All models; the commoner come first within a width, which breaks ties between equally good answers.
[[nodiscard]] std::span<const ChecksumModel> checksum_models();
// The name, and for sums what is summed and how: "SUM-32 of half-words, negated". Different for every row.
[[nodiscard]] std::string label(const ChecksumModel& model);
// The checksum of `bytes`, whose size is a multiple of word_bytes.
[[nodiscard]] std::uint32_t checksum(const ChecksumModel& model, ByteView bytes);

}  // namespace jig::inspect
