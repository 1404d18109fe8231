// SPDX-License-Identifier: Apache-2.0
// Flash as the analyses see it: bytes and the address they begin at. A dump is what one archive holds of the flash, in
// one piece, with what was read and what was not.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "chip/part.hpp"
#include "image/firmware_image.hpp"

namespace jig::inspect {

// The F1's flash window that is looked at: twice the largest part, because small parts are marked below their size.
inline constexpr AddressRange flash_window{chip::flash_base, 2u << 20};

// A run of memory; it does not own its bytes.
struct FlashView {
    std::uint32_t base = chip::flash_base;
    ByteView bytes;

    [[nodiscard]] AddressRange range() const { return {base, static_cast<std::uint32_t>(bytes.size())}; }
    [[nodiscard]] bool holds(std::uint32_t address, std::uint32_t size) const {
        return address >= base && std::uint64_t{address} + size <= range().end();
    }
    // The caller has asked holds().
    [[nodiscard]] std::uint16_t half_word(std::uint32_t address) const {
        return load_le16(bytes.subspan(address - base));
    }
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const { return load_le32(bytes.subspan(address - base)); }
    // What of `wanted` lies in this view.
    [[nodiscard]] FlashView clipped(const AddressRange& wanted) const;
};

// One archive's flash from flash_base to the last byte that was read; what was not read is erased in `bytes`.
struct FlashDump {
    Bytes bytes;
    std::vector<AddressRange> read;     // in the order of their addresses
    std::vector<AddressRange> outside;  // segments that are not in the flash window

    [[nodiscard]] FlashView view() const { return {chip::flash_base, bytes}; }
    [[nodiscard]] bool covers(const AddressRange& range) const;
};
[[nodiscard]] FlashDump flash_dump(const image::FirmwareImage& image);

// Where two ranges meet; empty when they do not.
[[nodiscard]] AddressRange intersection(const AddressRange& a, const AddressRange& b);

}  // namespace jig::inspect
