// SPDX-License-Identifier: Apache-2.0
#include "chip/option_bytes.hpp"

#include <algorithm>

namespace jig::chip {
namespace {

constexpr std::size_t offset_of(OptionByte which) { return 2 * static_cast<std::size_t>(which); }

constexpr std::uint8_t complement(std::uint8_t value) { return static_cast<std::uint8_t>(~value); }

constexpr std::array wrp_bytes = {OptionByte::WRP0, OptionByte::WRP1, OptionByte::WRP2, OptionByte::WRP3};
constexpr unsigned wrp_bits = 32;

}  // namespace

OptionBytes OptionBytes::factory() {
    OptionBytes bytes{RawOptionBytes{}};
    for (std::size_t i = 0; i < option_byte_count; ++i) bytes.set(static_cast<OptionByte>(i), 0xFF);
    bytes.set(OptionByte::RDP, rdp_unprotected);
    return bytes;
}

void OptionBytes::set(OptionByte which, std::uint8_t value) {
    raw_[offset_of(which)] = value;
    raw_[offset_of(which) + 1] = complement(value);
}

bool OptionBytes::complement_ok(OptionByte which) const {
    return raw_[offset_of(which) + 1] == complement(raw_[offset_of(which)]);
}

bool OptionBytes::valid() const {
    for (std::size_t i = 0; i < option_byte_count; ++i) {
        if (!complement_ok(static_cast<OptionByte>(i))) return false;
    }
    return true;
}

bool OptionBytes::read_protected() const {
    return value(OptionByte::RDP) != rdp_unprotected || !complement_ok(OptionByte::RDP);
}

std::uint32_t OptionBytes::wrpr() const {
    std::uint32_t wrpr = 0;
    for (std::size_t i = 0; i < wrp_bytes.size(); ++i) {
        const std::uint32_t byte = complement_ok(wrp_bytes[i]) ? value(wrp_bytes[i]) : 0xFF;
        wrpr |= byte << (8 * i);
    }
    return wrpr;
}

std::vector<AddressRange> write_protected_ranges(std::uint32_t wrpr, const Part& part) {
    const DensityFacts& facts = part.facts();
    const std::uint32_t bytes_per_bit = facts.pages_per_wrp_bit * facts.page_bytes;
    std::vector<AddressRange> ranges;
    for (unsigned bit = 0; bit < wrp_bits; ++bit) {
        if ((wrpr >> bit & 1) != 0) continue;
        const std::uint32_t from = bit * bytes_per_bit;
        if (from >= part.flash_bytes()) break;
        // The last bit takes everything that is left: pages 62 to 255 or 511.
        const std::uint32_t to = bit == wrp_bits - 1 ? part.flash_bytes() : from + bytes_per_bit;
        if (!ranges.empty() && ranges.back().end() == flash_base + from) {
            ranges.back().length += to - from;
        } else {
            ranges.push_back({flash_base + from, to - from});
        }
    }
    return ranges;
}

}  // namespace jig::chip
