// SPDX-License-Identifier: Apache-2.0
// What to erase and what to program, decided before anything is touched: pure data in, pure data out.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/range.hpp"
#include "base/result.hpp"

namespace jig::flash {

// The flash as an F1 divides it: one or two banks (XL density) of pages of one size.
struct Geometry {
    std::uint32_t base = 0x08000000;
    std::uint32_t size_bytes = 0;
    std::uint32_t page_bytes = 0;
    std::uint32_t bank_bytes = 0;  // XL density: bytes in bank 1; 0: one bank
    std::uint32_t unit_bytes = 2;  // what is programmed at a time: a half-word; a word through ST's bootloader

    [[nodiscard]] AddressRange range() const { return {base, size_bytes}; }
    [[nodiscard]] std::uint32_t pages() const { return size_bytes / page_bytes; }
    [[nodiscard]] bool two_banks() const { return bank_bytes != 0 && bank_bytes < size_bytes; }
    [[nodiscard]] bool in_bank2(std::uint32_t address) const { return two_banks() && address - base >= bank_bytes; }
};

// Datasheet times that estimates are made of (DS5792 table 29: typical 52.5 us, page 20-40 ms, mass erase 20-40 ms).
struct FlashTimings {
    Duration half_word = std::chrono::nanoseconds(52'500);
    Duration page_erase = std::chrono::milliseconds(30);
    Duration mass_erase = std::chrono::milliseconds(30);
};

struct PlanRequest {
    Geometry geometry;
    ByteView current{};                           // the whole flash as it is now: geometry.size_bytes
    ByteView wanted{};                            // from geometry.base on; shorter: the rest is wanted erased
    std::vector<AddressRange> keep{};             // the target's own bytes stay there
    std::vector<AddressRange> protected_pages{};  // write-protected, as FLASH_WRPR says
    ByteView kept_from{};                         // where kept bytes come from; empty: from `current`
    bool trust_blank = true;     // false: half-words may only look erased (power was cut), so erase all
    bool may_mass_erase = true;  // false: the chip holds more than `current`, which must survive
};

struct Plan {
    Geometry geometry;
    Bytes wanted;                       // whole flash as it will be, kept ranges merged in
    bool mass_erase = false;            // else `erase` lists the pages
    std::vector<std::uint32_t> erase;   // page addresses, ascending
    std::vector<AddressRange> program;  // half-word aligned runs that hold anything but 0xFFFF, ascending
    std::vector<AddressRange> kept;
    std::uint32_t half_words = 0;  // to program, blank ones not counted
    Duration estimated_erase{0};
    Duration estimated_program{0};
};

// Errors: refused (the image is larger than the flash, a keep range outside the flash), protection (a page to be
// erased or programmed is write-protected). The text names sizes and pages.
[[nodiscard]] Result<Plan> make_plan(const PlanRequest& request, const FlashTimings& timings = {});

}  // namespace jig::flash
