// SPDX-License-Identifier: Apache-2.0
// Cycles of instructions and loops, against DDI 0337 and one measured figure.
#include <gtest/gtest.h>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

struct CostRow {
    const char* what;
    std::initializer_list<std::uint16_t> code;  // run from flash until the BKPT behind it
    unsigned instructions;
    std::uint64_t cycles;
};

const CostRow rows[] = {
    {"data processing", {0x1888, 0x1888}, 2, 2},
    {"one load", {0x6833, 0x1888}, 2, 3},
    {"three loads overlap", {0x6833, 0x6874, 0x68B5}, 3, 4},
    {"a load whose result is the next address does not overlap", {0x6836, 0x6833}, 2, 4},
    {"a load and a store of what it loads overlap", {0x6833, 0x6073}, 2, 2},
    {"a store", {0x6033}, 1, 1},
    {"LDM of four", {0xCE1E}, 1, 5},
    {"PUSH of two", {0xB406}, 1, 3},
    {"a branch taken", {0xE7FF}, 1, 3},
    {"a branch not taken", {0xD0FF}, 1, 1},
    {"MLA", {0xFB00, 0x3301}, 1, 2},
    {"UDIV 0 / 1", {0xFBB2, 0xF3F0}, 1, 2},
    {"UDIV by 1 of all ones", {0xFBB7, 0xF3F0}, 1, 12},
    {"a skipped instruction of an IT block", {0xBF08, 0xFB00, 0x3301}, 2, 2},
};

TEST(Timing, rows_from_flash_without_wait_states) {
    for (const CostRow& row : rows) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        machine.put(code_base, {0xBE00, 0xBE00, 0xBE00, 0xBE00, 0xBE00, 0xBE00});
        machine.put(code_base, row.code);
        machine.start();
        machine.set_reg(0, 1);
        machine.set_reg(2, 0);
        machine.set_reg(6, sram_base + 0x100);
        machine.set_reg(7, 0xFFFFFFFF);
        machine.set_reg(xpsr_register, 0x01000000);
        machine.put_word(sram_base + 0x100, sram_base + 0x200);
        const std::uint64_t cycles = machine.core.cycle();
        const std::uint64_t instructions = machine.core.instructions();
        machine.step(row.instructions);
        EXPECT_EQ(machine.core.instructions() - instructions, row.instructions);
        EXPECT_EQ(machine.core.cycle() - cycles, row.cycles);
    }
}

// CRC-32 bit by bit, a byte at a time: r0 = crc, r1 = byte, r2 = address, r3 = count, r4 = index, r6 = polynomial.
constexpr std::initializer_list<std::uint16_t> crc_loop = {
    0xE00D,                  // b test
    0x5D11, 0x0609, 0x4048,  // next: ldrb r1,[r2,r4]; lsls r1,#24; eors r0,r1
    0x2500,                  // movs r5,#0
    0x2800, 0xDA02,          // bit: cmp r0,#0; bge clear
    0x0040, 0x4070, 0xE000,  // lsls r0,#1; eors r0,r6; b counted
    0x0040,                  // clear: lsls r0,#1
    0x3501, 0x2D08, 0xD1F6,  // counted: adds r5,#1; cmp r5,#8; bne bit
    0x3401,                  // adds r4,#1
    0x429C, 0xD1EF, 0xBE00,  // test: cmp r4,r3; bne next; bkpt
};

// A bit-by-bit CRC loader in SRAM takes 127 cycles per byte on an F103 at 8 MHz: 61.3 KiB/s were measured.
TEST(Timing, a_bitwise_crc_in_sram_takes_as_long_as_measured) {
    TestMachine machine;
    machine.put(sram_base, crc_loop);
    machine.start();
    machine.set_scs(DEMCR, 0);
    machine.set_reg(0, 0xFFFFFFFF);
    machine.set_reg(2, flash_base);
    machine.set_reg(3, 0x1000);
    machine.set_reg(4, 0);
    machine.set_reg(6, 0x04C11DB7);
    machine.set_reg(pc_register, sram_base);
    const std::uint64_t before = machine.core.cycle();
    std::uint64_t stopped = 0;
    machine.set_scs(DHCSR, 0xA05F0001);
    while (!machine.core.halted() && stopped < 4096) {
        machine.run_for(1000);
        ++stopped;
    }
    ASSERT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(4), 0x1000u);
    const double per_byte = static_cast<double>(machine.core.cycle() - before) / 0x1000;
    RecordProperty("cycles_per_byte", std::to_string(per_byte));
    EXPECT_NEAR(per_byte, 127.4, 12.7);
    std::printf("bitwise CRC from SRAM: %.1f cycles per byte, measured on silicon: 127.4\n", per_byte);
}

}  // namespace
}  // namespace jig::machine::testing
