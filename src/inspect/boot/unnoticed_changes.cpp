// SPDX-License-Identifier: Apache-2.0
#include "inspect/boot/unnoticed_changes.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "inspect/checksum/model.hpp"

namespace jig::inspect {
namespace {

using Polynomial = std::vector<bool>;  // by power, lowest first

Polynomial product(const Polynomial& a, const Polynomial& b) {
    Polynomial result(a.size() + b.size() - 1);
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; a[i] && j < b.size(); ++j) result[i + j] = result[i + j] != b[j];
    return result;
}

Polynomial multiple_of_all() {
    std::set<std::pair<unsigned, std::uint32_t>> polynomials;
    for (const ChecksumModel& model : checksum_models())
        if (model.family == ChecksumFamily::crc) polynomials.emplace(model.width, model.poly);
    Polynomial all = {true};
    for (const auto& [width, poly] : polynomials) {
        Polynomial one(width + 1);
        one[width] = true;
        for (unsigned bit = 0; bit < width; ++bit) one[bit] = (poly >> bit & 1) != 0;
        all = product(all, one);
    }
    return all;
}

// Where the bit lies that a CRC takes as number `bit`.
std::pair<std::size_t, unsigned> place_of(std::size_t bit, BitOrder order) {
    const auto in_byte = static_cast<unsigned>(bit % 8);
    switch (order) {
        case BitOrder::lowest_first: return {bit / 8, in_byte};
        case BitOrder::highest_first: return {bit / 8, 7 - in_byte};
        case BitOrder::highest_first_of_words: return {bit / 32 * 4 + 3 - bit % 32 / 8, 7 - in_byte};
    }
    return {0, 0};
}

}  // namespace

bool exchange_bits(Window bytes) {
    for (std::size_t at = 0; at + 4 < bytes.size(); at += 4) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const unsigned mask = 1U << bit;
            if ((bytes[at] & mask) == (bytes[at + 4] & mask)) continue;
            bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ mask);
            bytes[at + 4] = static_cast<std::uint8_t>(bytes[at + 4] ^ mask);
            return true;
        }
    }
    return false;
}

bool balance_bytes(Window bytes) {
    for (std::size_t at = 0; at + 8 < bytes.size(); at += 4) {
        if (bytes[at] >= 0xFE || bytes[at + 4] < 2 || bytes[at + 8] >= 0xFE) continue;
        bytes[at] = static_cast<std::uint8_t>(bytes[at] + 1);
        bytes[at + 4] = static_cast<std::uint8_t>(bytes[at + 4] - 2);
        bytes[at + 8] = static_cast<std::uint8_t>(bytes[at + 8] + 1);
        return true;
    }
    return false;
}

bool add_polynomials(Window bytes, BitOrder order) {
    const Polynomial multiple = multiple_of_all();
    if (multiple.size() > 8 * bytes.size()) return false;
    for (std::size_t i = 0; i < multiple.size(); ++i) {
        if (!multiple[multiple.size() - 1 - i]) continue;
        const auto [byte, bit] = place_of(i, order);
        bytes[byte] = static_cast<std::uint8_t>(bytes[byte] ^ 1U << bit);
    }
    return true;
}

}  // namespace jig::inspect
