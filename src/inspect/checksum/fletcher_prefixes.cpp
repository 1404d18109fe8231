// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/fletcher_prefixes.hpp"

#include "inspect/checksum/field.hpp"

namespace jig::inspect {

FletcherPrefixes::FletcherPrefixes(const ChecksumModel& model, ByteView image, std::size_t step)
    : Prefixes(image, step), model_(model), half_(model.width / 2), sums_(count()) {
    const std::uint64_t m = model.modulus;
    Pair sums;
    for (std::size_t position = 0; position < count(); ++position) {
        sums_[position] = sums;
        const std::uint64_t a = words(position);
        left_[position] = packed(sums.a, sums.b + (m - sums.a + model.init) * a);
        if (position + 1 == count()) break;
        for (std::size_t i = position * step; i < (position + 1) * step; i += model.word_bytes) {
            sums.a = (sums.a + load_field(image, i, model.word_bytes, ByteOrder::little)) % model.modulus;
            sums.b = (sums.b + sums.a) % model.modulus;
        }
    }
}

std::uint32_t FletcherPrefixes::packed(std::uint64_t a, std::uint64_t b) const {
    return static_cast<std::uint32_t>(b % model_.modulus << half_ | a % model_.modulus);
}

std::uint32_t FletcherPrefixes::key(std::size_t end, std::uint32_t value, FieldChange change) const {
    const std::uint64_t m = model_.modulus;
    const std::uint64_t b = words(end) % m;
    const std::uint64_t v = (value & ((1U << half_) - 1)) % m;
    const std::uint64_t w = (value >> half_) % m;
    const std::uint64_t k = (sums_[end].a + std::uint64_t{change.first} + model_.init + m - v) % m;
    const std::uint64_t sum = sums_[end].b + b * change.first + change.second;
    return packed(k, sum + b * model_.init + (m - w) + (m - k) * b);
}

void FletcherPrefixes::right(std::size_t first, std::span<const std::uint32_t> values,
                             std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] = key(first + i, values[i], {});
}

void FletcherPrefixes::right_at(std::size_t end, std::span<const std::uint32_t> values,
                                std::span<const FieldChange> changes, std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] = key(end, values[i], changes[i]);
}

// A word at index k counts b - k times in B(b): its change d adds b*d - k*d.
FieldChange FletcherPrefixes::change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const {
    const std::uint64_t m = model_.modulus;
    const std::uint32_t word = fill * 0x01010101U >> (32 - 8 * model_.word_bytes);
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    for (std::size_t i = offset; i < offset + bytes; i += model_.word_bytes) {
        const std::uint32_t was = load_field(image_, i, model_.word_bytes, ByteOrder::little);
        const std::uint64_t d = (word % m + m - was % m) % m;
        first += d;
        second += (m - d) * (i / model_.word_bytes % m);
    }
    return {static_cast<std::uint32_t>(first % m), static_cast<std::uint32_t>(second % m)};
}

std::uint32_t FletcherPrefixes::value_between(std::size_t start, std::size_t end) const {
    const std::uint64_t m = model_.modulus;
    const std::uint64_t length = (words(end) - words(start)) % m;
    const std::uint64_t a = sums_[end].a + m - sums_[start].a;
    const std::uint64_t b = sums_[end].b + (m - sums_[start].b) + (m - sums_[start].a + model_.init) * length;
    return packed(model_.init + a, b);
}

void FletcherPrefixes::values_to(std::size_t end, std::span<const std::uint32_t> starts,
                                 std::span<std::uint32_t> values) const {
    for (std::size_t i = 0; i < starts.size(); ++i) values[i] = value_between(starts[i], end);
}

std::uint32_t FletcherPrefixes::distance(std::uint32_t key, std::uint32_t other) const {
    const std::uint32_t mask = (1U << half_) - 1;
    return packed((key & mask) + model_.modulus - (other & mask), (key >> half_) + model_.modulus - (other >> half_));
}

}  // namespace jig::inspect
