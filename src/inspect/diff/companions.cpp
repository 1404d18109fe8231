// SPDX-License-Identifier: Apache-2.0
#include "inspect/diff/companions.hpp"

#include <algorithm>

#include "inspect/identity/uid_search.hpp"
#include "inspect/layout/chance.hpp"

namespace jig::inspect {
namespace {

constexpr double relations_tried = 4;

bool values_match(const Field& a, const Field& b, std::uint8_t mask) {
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const bool match = std::ranges::equal(a.values[i], b.values[i], [mask](std::uint8_t x, std::uint8_t y) {
            return x == static_cast<std::uint8_t>(y ^ mask);
        });
        if (!match) return false;
    }
    return true;
}

// As numbers when they are short enough, so that a carry may differ; else byte by byte.
bool steps_match(const Field& a, const Field& b) {
    return std::ranges::equal(a.deltas, b.deltas, [](const FieldDelta& x, const FieldDelta& y) {
        return x.number && y.number ? x.number == y.number : x.added == y.added;
    });
}

bool flips_match(const Field& a, const Field& b) {
    return std::ranges::equal(a.deltas, b.deltas,
                              [](const FieldDelta& x, const FieldDelta& y) { return x.xored == y.xored; });
}

// What a match of all steps is worth: every byte that changes, in every dump.
double step_bits(const Field& field) {
    double bits = 0;
    for (const FieldDelta& delta : field.deltas) {
        bits +=
            8.0 * static_cast<double>(std::ranges::count_if(delta.xored, [](std::uint8_t byte) { return byte != 0; }));
    }
    return bits;
}

std::optional<Companion::How> how(const Field& a, const Field& b, double pairs) {
    const double steps = step_bits(a);
    const auto is_finding = [&](double bits) {
        return expected_by_chance(pairs * relations_tried, bits) < finding_below;
    };
    const bool whole = is_finding(steps + match_bits(a.values.front()));
    if (whole && values_match(a, b, 0x00)) return Companion::How::equal;
    if (whole && values_match(a, b, 0xFF)) return Companion::How::complement;
    if (!is_finding(steps)) return std::nullopt;
    if (steps_match(a, b)) return Companion::How::same_delta;
    if (flips_match(a, b)) return Companion::How::same_xor;
    return std::nullopt;
}

}  // namespace

void find_companions(std::span<Field> fields) {
    const double pairs = static_cast<double>(fields.size()) * static_cast<double>(fields.size()) / 2;
    for (std::size_t a = 0; a < fields.size(); ++a) {
        for (std::size_t b = a + 1; b < fields.size(); ++b) {
            if (fields[a].range.length != fields[b].range.length || fields[a].holders != fields[b].holders) continue;
            const auto found = how(fields[a], fields[b], pairs);
            if (!found) continue;
            fields[a].companions.push_back({fields[b].range, *found});
            fields[b].companions.push_back({fields[a].range, *found});
        }
    }
}

}  // namespace jig::inspect
