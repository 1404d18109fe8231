// SPDX-License-Identifier: Apache-2.0
// Which ranges of flash images are covered by which checksum, and where is it stored. Knows chance: with enough ranges
// and models to try, some agree, and that is not a finding.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "inspect/checksum/place.hpp"

namespace jig::inspect {

struct ChecksumQuery {
    // Of one part and address, one length; what is found holds in all of them. More dumps, with different content or
    // different values, make narrow checksums findable.
    std::vector<ByteView> dumps = {};
    std::uint32_t base = 0x08000000;
    std::uint32_t page_bytes = 1024;
    // Addresses that the code refers to: ranges may begin and end there, and a value there counts for more.
    std::vector<std::uint32_t> references = {};
    // Ranges that nothing in the image suggests are tried at multiples of this: 1, 2 or 4.
    std::size_t step = 4;
};

// How much of a place the image suggests by itself. A lower tier has more hypotheses, so chance agrees more often.
enum class ChecksumTier : std::uint8_t {
    canonical,   // T0: from the image's start or a vector table to the value in its last word, or the last in use
    structural,  // T1: between pages, vector tables, erased runs or references; the value beside the range
    anywhere,    // T2: the same ranges, the value at any word, in the range too; or one end of the range at any word
    aligned,     // T3: any words, the value behind the range
    any_byte,    // T4: any bytes, the value behind the range
};
[[nodiscard]] std::string_view to_string(ChecksumTier tier);  // "T0"

struct ChecksumMatch {
    ChecksumPlace place;
    std::uint32_t value = 0;  // in the first dump
    ChecksumTier tier = ChecksumTier::canonical;
    // How many agreements as good as this chance gives over all models in an image like this one.
    double expected_by_chance = 0;
    // The order of x modulo a CRC's polynomial, in bytes, if shorter than the image, else 0. Inside constant data the
    // range might as well end this many bytes earlier or later.
    std::uint32_t ends_repeat_bytes = 0;

    [[nodiscard]] bool is_found() const;  // else it is a candidate
};

inline constexpr double found_below = 0.01;
inline constexpr double candidate_below = 1;
// Somebody will read the list.
inline constexpr std::size_t most_matches = 5;
// Larger than any STM32F1's flash. A search takes 40 bytes of memory for each step of each dump at most.
inline constexpr std::size_t largest_dump_bytes = 4 << 20;

// Best first, at most most_matches, at most one for each place where a value is stored.
// Errors: usage (no dump, dumps of different lengths, too large, a step that is not 1, 2 or 4, a page size that is not
// a multiple of 4, a range beyond 32 bits).
[[nodiscard]] Result<std::vector<ChecksumMatch>> find_checksums(const ChecksumQuery& query);

}  // namespace jig::inspect
