// SPDX-License-Identifier: Apache-2.0
// A run of addresses, as typed on the command line and as printed in reports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jig {

// `length` bytes from `start`; never wraps past 0xFFFFFFFF, may be empty.
struct AddressRange {
    std::uint32_t start = 0;
    std::uint32_t length = 0;

    // One past the last byte; 64 bits, because a range may touch the end of the address space.
    [[nodiscard]] constexpr std::uint64_t end() const { return std::uint64_t{start} + length; }
    [[nodiscard]] constexpr bool contains(std::uint32_t address) const { return address >= start && address < end(); }
    [[nodiscard]] constexpr bool contains(const AddressRange& inner) const {
        return inner.start >= start && inner.end() <= end();
    }
    [[nodiscard]] constexpr bool overlaps(const AddressRange& other) const {
        return start < other.end() && other.start < end();
    }
    friend constexpr auto operator<=>(const AddressRange&, const AddressRange&) = default;
};

// "START:LENGTH" or "START-END" (END inclusive), hex or decimal. Errors: usage (form, empty, wraps).
[[nodiscard]] Result<AddressRange> parse_range(std::string_view text);
// "0x08007000-0x0800700b", END inclusive; the range must not be empty.
[[nodiscard]] std::string to_string(const AddressRange& range);

}  // namespace jig
