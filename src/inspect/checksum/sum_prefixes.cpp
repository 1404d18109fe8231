// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/sum_prefixes.hpp"

#include "inspect/checksum/field.hpp"

namespace jig::inspect {

SumPrefixes::SumPrefixes(const ChecksumModel& model, ByteView image, std::size_t step)
    : Prefixes(image, step), model_(model) {
    std::uint32_t sum = 0;
    for (std::size_t position = 0; position < count(); ++position) {
        left_[position] = sum;
        if (position + 1 == count()) break;
        for (std::size_t i = position * step; i < (position + 1) * step; i += model.word_bytes) {
            sum = add(sum, load_field(image, i, model.word_bytes, ByteOrder::little));
        }
    }
}

std::uint32_t SumPrefixes::add(std::uint32_t a, std::uint32_t b) const {
    return model_.family == ChecksumFamily::exclusive_or ? a ^ b : (a + b) & model_.all_ones();
}

std::uint32_t SumPrefixes::take(std::uint32_t a, std::uint32_t b) const {
    return model_.family == ChecksumFamily::exclusive_or ? a ^ b : (a - b) & model_.all_ones();
}

std::uint32_t SumPrefixes::formed(std::uint32_t sum) const {
    if (model_.form == SumForm::complement) return ~sum & model_.all_ones();
    if (model_.form == SumForm::negated) return (0 - sum) & model_.all_ones();
    return sum;
}

void SumPrefixes::right(std::size_t first, std::span<const std::uint32_t> values, std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] = take(left_[first + i], formed(values[i]));
}

void SumPrefixes::right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                           std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
        keys[i] = take(add(left_[end], changes[i].first), formed(values[i]));
    }
}

FieldChange SumPrefixes::change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const {
    const std::uint32_t word = fill * 0x01010101U >> (32 - 8 * model_.word_bytes);
    std::uint32_t sum = 0;
    for (std::size_t i = offset; i < offset + bytes; i += model_.word_bytes) {
        sum = add(sum, take(word, load_field(image_, i, model_.word_bytes, ByteOrder::little)));
    }
    return {sum, 0};
}

void SumPrefixes::values_to(std::size_t end, std::span<const std::uint32_t> starts,
                            std::span<std::uint32_t> values) const {
    for (std::size_t i = 0; i < starts.size(); ++i) values[i] = formed(take(left_[end], left_[starts[i]]));
}

}  // namespace jig::inspect
