// SPDX-License-Identifier: Apache-2.0
// The F1's option bytes: eight values, each stored beside its complement in 16 bytes at 0x1FFFF800 (PM0075 2.5 and
// table 8; PM0068 for XL density). Bytes and meaning only; nothing here talks to a chip.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "chip/part.hpp"

namespace jig::chip {

inline constexpr std::uint32_t option_bytes_address = 0x1FFFF800;
inline constexpr std::size_t option_bytes_size = 16;

// RDP that leaves the flash readable; any other value protects it (PM0075 2.4.1).
inline constexpr std::uint8_t rdp_unprotected = 0xA5;

// The eight bytes in the order of their addresses; each half-word is the byte, then its complement.
enum class OptionByte : std::uint8_t { RDP, USER, Data0, Data1, WRP0, WRP1, WRP2, WRP3 };
inline constexpr std::size_t option_byte_count = 8;

// USER bits, PM0075 table 9. BFB2 exists on XL density only (RM0008 3.4).
namespace user {
inline constexpr std::uint8_t WDG_SW = 1 << 0;
inline constexpr std::uint8_t nRST_STOP = 1 << 1;
inline constexpr std::uint8_t nRST_STDBY = 1 << 2;
inline constexpr std::uint8_t BFB2 = 1 << 3;
}  // namespace user

using RawOptionBytes = std::array<std::uint8_t, option_bytes_size>;

// One chip's option bytes, complements included as they were read: a broken complement is kept, not mended.
class OptionBytes {
 public:
    // As a chip leaves the factory: RDP = A5, everything else erased to FF, complements right.
    static OptionBytes factory();
    explicit OptionBytes(const RawOptionBytes& raw) : raw_(raw) {}

    [[nodiscard]] const RawOptionBytes& raw() const { return raw_; }
    [[nodiscard]] std::uint8_t value(OptionByte which) const { return raw_[2 * static_cast<std::size_t>(which)]; }
    // Sets the byte and its complement.
    void set(OptionByte which, std::uint8_t value);
    // Whether the complement fits. The chip reads a byte that does not fit as 0xFF (PM0075 2.5).
    [[nodiscard]] bool complement_ok(OptionByte which) const;
    [[nodiscard]] bool valid() const;

    // Whether the chip will be read-protected once it has loaded these.
    [[nodiscard]] bool read_protected() const;
    // WRP3..WRP0 as FLASH_WRPR shows them; a 0 bit protects. A byte with a broken complement counts as FF.
    [[nodiscard]] std::uint32_t wrpr() const;

    friend bool operator==(const OptionBytes&, const OptionBytes&) = default;

 private:
    RawOptionBytes raw_{};
};

// Flash that a FLASH_WRPR value keeps from being written, merged into runs (PM0075 2.5, table 9).
[[nodiscard]] std::vector<AddressRange> write_protected_ranges(std::uint32_t wrpr, const Part& part);

}  // namespace jig::chip
