// SPDX-License-Identifier: Apache-2.0
// The monitor of CoreHands, as Thumb half-words: position-independent, so it runs from flash and from SRAM.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace jig::machine::testing::monitor {

// The mailbox in SRAM: order (0: done), address, value, fault.
inline constexpr std::uint32_t mailbox = 0x20000100;

// Orders, as the distance into the program's table of accesses.
inline constexpr std::uint32_t ldrb = 4, ldrh = 8, ldr = 12, strb = 16, strh = 20, str = 24, go = 28;

inline constexpr std::uint32_t vector_bytes = 0x40;
inline constexpr std::uint32_t entry = vector_bytes;
inline constexpr std::uint32_t fault_handler = vector_bytes + 0x48;

inline constexpr std::array<std::uint16_t, 49> code = {
    0xF240, 0x1400,                          // 00 movw r4, #0x0100
    0xF2C2, 0x0400,                          // 04 movt r4, #0x2000      the mailbox
    0x2500,                                  // 08 movs r5, #0
    0x6025,                                  // 0a str  r5, [r4]
    0x6825,                                  // 0c ldr  r5, [r4]         wait for an order
    0x2D00,                                  // 0e cmp  r5, #0
    0xD0FC,                                  // 10 beq  0c
    0x6860,                                  // 12 ldr  r0, [r4, #4]
    0x68A1,                                  // 14 ldr  r1, [r4, #8]
    0x2600,                                  // 16 movs r6, #0
    0x44AF,                                  // 18 add  pc, r5           into the table at 1c
    0xBF00, 0xBF00, 0xBF00, 0x7801, 0xE00A,  // 20 ldrb r1, [r0]; b 3a
    0x8801, 0xE008,                          // 24 ldrh
    0x6801, 0xE006,                          // 28 ldr
    0x7001, 0xE004,                          // 2c strb
    0x8001, 0xE002,                          // 30 strh
    0x6001, 0xE000,                          // 34 str
    0x4700,                                  // 38 bx   r0
    0xF3BF, 0x8F4F,                          // 3a dsb                   a buffered store faults here at the latest
    0x60A1,                                  // 3e str  r1, [r4, #8]
    0x60E6,                                  // 40 str  r6, [r4, #12]
    0x2500,                                  // 42 movs r5, #0
    0x6025,                                  // 44 str  r5, [r4]
    0xE7E1,                                  // 46 b    0c
    0x2601,                                  // 48 movs r6, #1           the fault handler
    0xF64E, 0x5328,                          // 4a movw r3, #0xed28
    0xF2CE, 0x0300,                          // 4e movt r3, #0xe000      CFSR
    0x681A,                                  // 52 ldr  r2, [r3]
    0x601A,                                  // 54 str  r2, [r3]         clear it
    0x0592,                                  // 56 lsls r2, r2, #22      PRECISERR
    0xD502,                                  // 58 bpl  60
    0x9A06,                                  // 5a ldr  r2, [sp, #24]
    0x3202,                                  // 5c adds r2, #2           step over the access
    0x9206,                                  // 5e str  r2, [sp, #24]
    0x4770,                                  // 60 bx   lr
};

inline constexpr std::uint32_t image_bytes = vector_bytes + 2 * code.size();

// Vector table and code as they lie at `base`; `image` holds image_bytes.
void lay_out(std::span<std::uint8_t> image, std::uint32_t base);

}  // namespace jig::machine::testing::monitor
