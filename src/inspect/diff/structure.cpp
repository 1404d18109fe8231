// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/structure.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <cmath>

#include "inspect/layout/chance.hpp"
#include "inspect/layout/strings.hpp"

namespace jig::inspect {
namespace {

using Values = std::span<const ByteView>;

constexpr double looks_tried = 7;
constexpr std::size_t least_random_bytes = 8;
constexpr std::size_t least_samples = 3;
constexpr std::uint64_t close_spread = 1000;    // numbers of one lot
constexpr std::uint64_t counter_steps = 10000;  // between two reads of one board
constexpr int sample_limit = 0x1000;
constexpr int sample_spread = 0x200;  // an eighth of full scale

// All bytes are as `is_such` wants, which a random byte is with the given probability: too often to be chance?
template <typename Predicate>
bool all_bytes(Values values, double probability, Predicate is_such) {
    double bytes = 0;
    for (const ByteView value : values) {
        if (!std::ranges::all_of(value, is_such)) return false;
        bytes += static_cast<double>(value.size());
    }
    return expected_by_chance(looks_tried, -std::log2(probability) * bytes) < finding_below;
}

bool is_text(Values values) { return all_bytes(values, 98.0 / 256, is_printable); }

bool is_bcd(Values values) {
    return all_bytes(values, 100.0 / 256, [](std::uint8_t byte) { return (byte & 15) <= 9 && byte >> 4 <= 9; });
}

std::uint64_t little_endian(ByteView value) {
    std::uint64_t number = 0;
    for (std::size_t i = value.size(); i > 0; --i) number = number << 8 | value[i - 1];
    return number;
}

bool is_number(Values values) { return values.front().size() >= 1 && values.front().size() <= 4; }

bool is_counter(Values values) {
    if (!is_number(values)) return false;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const std::uint64_t before = little_endian(values[i - 1]);
        const std::uint64_t now = little_endian(values[i]);
        if (now < before || now - before > counter_steps) return false;
    }
    return true;
}

// One byte is always near another; two say something.
bool are_close_numbers(Values values) {
    if (!is_number(values) || values.front().size() < 2) return false;
    const auto [low, high] = std::ranges::minmax(values, {}, little_endian);
    return little_endian(high) - little_endian(low) <= close_spread;
}

bool are_samples(Values values) {
    const std::size_t samples = values.front().size() / 2;
    if (samples < least_samples || values.front().size() % 2 != 0) return false;
    for (std::size_t i = 0; i < samples; ++i) {
        const auto at = [&](ByteView value) { return load_le16(value.subspan(2 * i)); };
        const auto [low, high] = std::ranges::minmax(values, {}, at);
        if (at(high) >= sample_limit || at(low) == 0 || at(high) - at(low) > sample_spread) return false;
    }
    return true;
}

std::size_t distinct(ByteView value) {
    std::bitset<256> seen;
    for (const std::uint8_t byte : value) seen.set(byte);
    return seen.count();
}

// Of n random bytes, 256 (1 - (255/256)^n) are distinct on average; a tenth less is still random.
bool has_high_entropy(ByteView value) {
    const double expected = 256 * (1 - std::pow(255.0 / 256, static_cast<double>(value.size())));
    return static_cast<double>(distinct(value)) >= 0.85 * expected;
}

double differing_bits(ByteView a, ByteView b) {
    int bits = 0;
    for (std::size_t i = 0; i < a.size(); ++i) bits += std::popcount(static_cast<unsigned>(a[i] ^ b[i]));
    return bits;
}

bool is_random(Values values) {
    const auto bits = 8.0 * static_cast<double>(values.front().size());
    if (values.front().size() < least_random_bytes || !std::ranges::all_of(values, has_high_entropy)) return false;
    const double deviation = std::sqrt(bits) / 2;  // of a binomial with p = 1/2
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (std::abs(differing_bits(values[0], values[i]) - bits / 2) > 3 * deviation) return false;
    }
    return true;
}

bool are_single_bits(Values values) {
    bool sets = false;
    bool clears = false;
    for (const ByteView value : values.subspan(1)) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            const unsigned changed = value[i] ^ values.front()[i];
            if (changed == 0) continue;
            if (!std::has_single_bit(changed)) return false;
            ((value[i] & changed) != 0 ? sets : clears) = true;
        }
    }
    return sets != clears;
}

}  // namespace

std::string_view name_of(Look look) {
    constexpr std::array<std::string_view, 7> names = {
        "text", "BCD", "counter", "numbers close to each other", "12-bit samples", "random bytes", "single bits"};
    return names[static_cast<std::size_t>(look)];
}

std::vector<Look> looks_of(const LookQuestion& question) {
    const Values values = question.values;
    std::vector<Look> looks;
    if (values.size() < 2 || values.front().empty()) return looks;
    const auto add = [&](Look look, bool holds) {
        if (holds) looks.push_back(look);
    };
    const bool text = is_text(values);
    add(Look::text, text);
    add(Look::bcd, !text && is_bcd(values));
    add(Look::counter, question.rereads && is_counter(values));
    add(Look::close_numbers, !question.rereads && !text && are_close_numbers(values));
    add(Look::samples_12_bit, !text && are_samples(values));
    add(Look::random, !text && is_random(values));
    add(Look::single_bits, are_single_bits(values));
    return looks;
}

}  // namespace jig::inspect
