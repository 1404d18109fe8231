// SPDX-License-Identifier: Apache-2.0
#include "inspect/checksum/crc_prefixes.hpp"

#include <algorithm>
#include <cassert>

namespace jig::inspect {
namespace {

constexpr std::uint32_t reverse_bits(std::uint32_t v) {
    v = (v >> 1 & 0x55555555) | (v & 0x55555555) << 1;
    v = (v >> 2 & 0x33333333) | (v & 0x33333333) << 2;
    v = (v >> 4 & 0x0f0f0f0f) | (v & 0x0f0f0f0f) << 4;
    return __builtin_bswap32(v);
}
static_assert(reverse_bits(0x00000012) == 0x48000000);

}  // namespace

CrcPrefixes::CrcPrefixes(const ChecksumModel& model, ByteView image, std::size_t step,
                         Ring::Multiplication multiplication)
    : Prefixes(image, step),
      model_(model),
      ring_(model.poly, model.width, multiplication),
      states_(count()),
      inverses_(count()) {
    std::uint32_t state = 0;
    std::uint32_t inverse = 1;
    for (std::size_t position = 0; position < count(); ++position) {
        states_[position] = state;
        inverses_[position] = inverse;
        left_[position] = state ^ model.init;
        if (position + 1 == count()) break;
        for (std::size_t i = position * step; i < (position + 1) * step; ++i) {
            state = ring_.append(state, fed(image[turn(i)]));
            inverse = ring_.divide_by_byte(inverse);
        }
    }
    ring_.multiply_each(left_, inverses_, left_);
}

std::uint8_t CrcPrefixes::fed(std::uint8_t byte) const {
    return model_.reflected ? static_cast<std::uint8_t>(reverse_bits(byte) >> 24) : byte;
}

std::uint32_t CrcPrefixes::reflect(std::uint32_t value) const {
    return model_.reflected ? reverse_bits(value) >> (32 - model_.width) : value;
}

void CrcPrefixes::right(std::size_t first, std::span<const std::uint32_t> values, std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] = states_[first + i] ^ register_of(values[i]);
    ring_.multiply_each(keys, std::span(inverses_).subspan(first, keys.size()), keys);
}

void CrcPrefixes::right_at(std::size_t end, std::span<const std::uint32_t> values, std::span<const FieldChange> changes,
                           std::span<std::uint32_t> keys) const {
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] = states_[end] ^ register_of(values[i]);
    ring_.multiply_all(keys, inverses_[end], keys);
    for (std::size_t i = 0; i < values.size(); ++i) keys[i] ^= changes[i].first;
}

FieldChange CrcPrefixes::change(std::size_t offset, std::size_t bytes, std::uint8_t fill) const {
    std::uint32_t state = 0;
    for (std::size_t i = offset; i < offset + bytes; ++i) state = ring_.append(state, fed(image_[turn(i)] ^ fill));
    const std::size_t before = (offset + bytes) / step_;
    std::uint32_t inverse = inverses_[before];
    for (std::size_t i = before * step_; i < offset + bytes; ++i) inverse = ring_.divide_by_byte(inverse);
    return {ring_.multiply(state, inverse), 0};
}

void CrcPrefixes::values_to(std::size_t end, std::span<const std::uint32_t> starts,
                            std::span<std::uint32_t> values) const {
    for (std::size_t i = 0; i < starts.size(); ++i) values[i] = left_[starts[i]];
    ring_.multiply_all(values, ring_.power(end * step_), values);
    for (std::uint32_t& value : values) value = reflect(value ^ states_[end]) ^ model_.xorout;
}

}  // namespace jig::inspect
