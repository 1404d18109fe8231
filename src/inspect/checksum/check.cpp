// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/check.hpp"

#include <algorithm>
#include <iterator>

namespace jig::inspect {
namespace {

AddressRange field_of(const ChecksumPlace& place) { return {place.stored_at, place.model->value_bytes()}; }

// The range's bytes as the algorithm reads them.
Bytes covered_bytes(ByteView image, std::uint32_t base, const ChecksumPlace& place) {
    const ByteView range = image.subspan(place.range.start - base, place.range.length);
    Bytes bytes(range.begin(), range.end());
    if (place.reading == FieldReading::outside) return bytes;
    const std::uint8_t fill = place.reading == FieldReading::as_ones ? 0xff : 0x00;
    std::fill_n(bytes.begin() + (place.stored_at - place.range.start), place.model->value_bytes(), fill);
    return bytes;
}

// The range without the field.
std::vector<AddressRange> covered_parts(const ChecksumPlace& place) {
    if (place.reading == FieldReading::outside) return {place.range};
    const auto behind = static_cast<std::uint32_t>(field_of(place).end());
    return {{place.range.start, place.stored_at - place.range.start},
            {behind, static_cast<std::uint32_t>(place.range.end() - behind)}};
}

// Runs of bytes in which the images differ, bridging short gaps; what the copy lacks is a run of its own.
std::vector<ChecksumDifference> runs(ByteView golden, ByteView copy, std::uint32_t base, const AddressRange& part,
                                     bool is_in_field) {
    std::vector<ChecksumDifference> found;
    const std::size_t first = part.start - base;
    const std::size_t end = std::min<std::size_t>(first + part.length, golden.size());
    for (std::size_t i = first; i < end; ++i) {
        const bool is_missing = i >= copy.size();
        if (!is_missing && golden[i] == copy[i]) continue;
        const auto address = base + static_cast<std::uint32_t>(i);
        const bool continues = !found.empty() && found.back().is_missing == is_missing &&
                               address - found.back().bytes.end() < shortest_gap;
        if (!continues) found.push_back({{address, 0}, is_missing, is_in_field, false});
        found.back().bytes.length = address + 1 - found.back().bytes.start;
        if (is_missing) {
            found.back().bytes.length = static_cast<std::uint32_t>(end - i);
            break;
        }
    }
    return found;
}

bool repairs(ByteView golden, ByteView copy, std::uint32_t base, const ChecksumPlace& place,
             const AddressRange& bytes) {
    Bytes repaired(copy.begin(), copy.end());
    const std::size_t offset = bytes.start - base;
    std::copy_n(golden.begin() + static_cast<std::ptrdiff_t>(offset), bytes.length,
                repaired.begin() + static_cast<std::ptrdiff_t>(offset));
    return check_checksum(repaired, base, place).holds;
}

}  // namespace

ChecksumState check_checksum(ByteView image, std::uint32_t base, const ChecksumPlace& place) {
    const AddressRange whole{base, static_cast<std::uint32_t>(image.size())};
    const bool has_words = place.range.length % place.model->word_bytes == 0;
    const bool has_field = place.reading == FieldReading::outside || place.range.contains(field_of(place));
    if (!has_words || !has_field || !whole.contains(place.range) || !whole.contains(field_of(place))) return {};
    ChecksumState state;
    state.is_whole = true;
    state.computed = checksum(*place.model, covered_bytes(image, base, place));
    state.stored = load_field(image, place.stored_at - base, place.model->value_bytes(), place.order);
    state.holds = agrees(*place.model, state.stored, state.computed);
    return state;
}

ChecksumComparison compare_checksum(ByteView golden, ByteView copy, std::uint32_t base, const ChecksumPlace& place) {
    ChecksumComparison comparison{check_checksum(golden, base, place), check_checksum(copy, base, place), {}};
    if (!comparison.golden.is_whole) return comparison;
    for (const AddressRange& part : covered_parts(place)) {
        std::ranges::copy(runs(golden, copy, base, part, false), std::back_inserter(comparison.differences));
    }
    std::ranges::copy(runs(golden, copy, base, field_of(place), true), std::back_inserter(comparison.differences));
    std::ranges::sort(comparison.differences, {}, [](const ChecksumDifference& run) { return run.bytes.start; });
    if (comparison.differences.size() > most_differences) comparison.differences.resize(most_differences);
    if (!comparison.is_broken() || !comparison.copy.is_whole) return comparison;
    for (ChecksumDifference& run : comparison.differences) {
        run.is_the_cause = repairs(golden, copy, base, place, run.bytes);
    }
    return comparison;
}

}  // namespace jig::inspect
