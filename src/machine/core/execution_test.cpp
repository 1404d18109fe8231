// SPDX-License-Identifier: Apache-2.0
// Instructions by rows: a few of each kind, with their flags. The oracle tests draw the rest.
#include <gtest/gtest.h>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

struct Row {
    const char* what;
    std::uint32_t code;  // one or two half-words, the first on top when there are two
    std::uint32_t r0, r1, r2;
    std::uint32_t want_r0;
    std::uint32_t want_nzcvq;
};

constexpr std::uint32_t N = 0x80000000, Z = 0x40000000, C = 0x20000000, V = 0x10000000, Q = 0x08000000;

constexpr Row rows[] = {
    {"movs r0, #0", 0x2000, 5, 0, 0, 0, Z},
    {"adds r0, r1, r2 carries", 0x1888, 0, 0xFFFFFFFF, 1, 0, Z | C},
    {"adds r0, r1, r2 overflows", 0x1888, 0, 0x7FFFFFFF, 1, 0x80000000, N | V},
    {"subs r0, r1, r2 borrows", 0x1A88, 0, 1, 2, 0xFFFFFFFF, N},
    {"subs r0, r1, r2 equal", 0x1A88, 0, 2, 2, 0, Z | C},
    {"lsls r0, r1, #31", 0x07C8, 0, 3, 0, 0x80000000, N | C},
    {"lsrs r0, r1, #32", 0x0808, 0, 0x80000000, 0, 0, Z | C},
    {"asrs r0, r1, #32", 0x1008, 0, 0x80000000, 0, 0xFFFFFFFF, N | C},
    {"muls r0, r1", 0x4348, 3, 7, 0, 21, 0},
    {"rsbs r0, r1, #0", 0x4248, 0, 1, 0, 0xFFFFFFFF, N},
    {"mvns r0, r1", 0x43C8, 0, 0xFFFFFFFF, 0, 0, Z},
    {"movw r0, #0xABCD", 0xF64A30CD, 0, 0, 0, 0xABCD, 0},
    {"movt r0, #0x1234", 0xF2C12034, 0x5678, 0, 0, 0x12345678, 0},
    {"mov.w r0, #0xFF00FF00", 0xF04F20FF, 0, 0, 0, 0xFF00FF00, 0},
    {"movs.w r0, #0x80000000 carries", 0xF05F4000, 0, 0, 0, 0x80000000, N | C},
    {"udiv r0, r1, r2", 0xFBB1F0F2, 0, 100, 7, 14, 0},
    {"sdiv r0, r1, r2", 0xFB91F0F2, 0, 0x80000000, 0xFFFFFFFF, 0x80000000, 0},
    {"udiv r0, r1, r2 by zero", 0xFBB1F0F2, 9, 100, 0, 0, 0},
    {"ubfx r0, r1, #4, #8", 0xF3C11007, 0, 0x12345678, 0, 0x67, 0},
    {"sbfx r0, r1, #4, #8", 0xF3411007, 0, 0xF80, 0, 0xFFFFFFF8, 0},
    {"bfi r0, r1, #8, #8", 0xF361200F, 0xFFFFFFFF, 0x12, 0, 0xFFFF12FF, 0},
    {"bfc r0, #0, #16", 0xF36F000F, 0xFFFFFFFF, 0, 0, 0xFFFF0000, 0},
    {"ssat r0, #8, r1 saturates", 0xF3010007, 0, 200, 0, 127, Q},
    {"usat r0, #8, r1 saturates", 0xF3810008, 0, 0xFFFFFFFB, 0, 0, Q},
    {"rbit r0, r1", 0xFA91F0A1, 0, 1, 0, 0x80000000, 0},
    {"rev r0, r1", 0xBA08, 0, 0x12345678, 0, 0x78563412, 0},
    {"clz r0, r1", 0xFAB1F081, 0, 0x00010000, 0, 15, 0},
    {"sxtb.w r0, r1, ror #8", 0xFA4FF091, 0, 0x8000, 0, 0xFFFFFF80, 0},
    {"orn r0, r1, r2", 0xEA610002, 0, 0, 0xFFFFFFFE, 1, 0},
};

TEST(Execution, rows_of_data_processing) {
    for (const Row& row : rows) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        if (row.code > 0xFFFF) {
            machine.put(code_base, {static_cast<std::uint16_t>(row.code >> 16), static_cast<std::uint16_t>(row.code)});
        } else {
            machine.put(code_base, {static_cast<std::uint16_t>(row.code)});
        }
        machine.start();
        machine.set_reg(0, row.r0);
        machine.set_reg(1, row.r1);
        machine.set_reg(2, row.r2);
        machine.step();
        EXPECT_EQ(machine.reg(0), row.want_r0);
        EXPECT_EQ(machine.reg(xpsr_register) & 0xF8000000, row.want_nzcvq);
        EXPECT_EQ(machine.reg(pc_register), code_base + (row.code > 0xFFFF ? 4 : 2));
    }
}

TEST(Execution, loads_and_stores_reach_sram_and_come_back_extended) {
    TestMachine machine;
    // str r0,[r1]; ldrsb r2,[r1,#3] (wide); ldrh r3,[r1,#2]; ldr r4,[r1],#4; ldmia r1,{r5}
    machine.put(code_base, {0x6008, 0xF991, 0x2003, 0x884B, 0xF851, 0x4B04});
    machine.start();
    machine.set_reg(0, 0x81234567);
    machine.set_reg(1, sram_base + 0x100);
    machine.step(4);
    EXPECT_EQ(machine.word(sram_base + 0x100), 0x81234567u);
    EXPECT_EQ(machine.reg(2), 0xFFFFFF81u);
    EXPECT_EQ(machine.reg(3), 0x8123u);
    EXPECT_EQ(machine.reg(4), 0x81234567u);
    EXPECT_EQ(machine.reg(1), sram_base + 0x104);
}

TEST(Execution, push_and_pop_return_from_a_call) {
    TestMachine machine;
    // bl +4; b .; push {r4,lr}; pop {r4,pc}
    machine.put(code_base, {0xF000, 0xF801, 0xE7FE, 0xB510, 0xBD10});
    machine.start();
    machine.step();
    EXPECT_EQ(machine.reg(pc_register), code_base + 6);
    EXPECT_EQ(machine.reg(14), (code_base + 4) | 1);
    machine.step(2);
    EXPECT_EQ(machine.reg(pc_register), code_base + 4);
    EXPECT_EQ(machine.reg(13), stack_top);
}

TEST(Execution, an_it_block_runs_what_its_conditions_say) {
    TestMachine machine;
    // cmp r0,#1; ite eq; moveq r1,#2; movne r1,#3; adds r2,#1
    machine.put(code_base, {0x2801, 0xBF0C, 0x2102, 0x2103, 0x3201});
    for (const auto& [r0, want] : {std::pair{1u, 2u}, {0u, 3u}}) {
        machine.start();
        machine.set_reg(0, r0);
        machine.set_reg(2, 0);
        machine.step(5);
        EXPECT_EQ(machine.reg(1), want);
        EXPECT_EQ(machine.reg(2), 1u);
        EXPECT_EQ(machine.reg(pc_register), code_base + 10);
    }
}

TEST(Execution, code_that_is_rewritten_in_sram_runs_anew) {
    TestMachine machine;
    machine.put(sram_base, {0x2001, 0xE7FE});
    machine.start();
    machine.set_reg(15, sram_base);
    machine.step();
    EXPECT_EQ(machine.reg(0), 1u);
    machine.put(sram_base, {0x2002});
    machine.set_reg(15, sram_base);
    machine.step();
    EXPECT_EQ(machine.reg(0), 2u);
    // strh r1,[r2]; then the instruction that it wrote: movs r0,#3
    machine.put(sram_base + 0x10, {0x8011, 0x2004});
    machine.set_reg(15, sram_base + 0x12);
    machine.step();
    EXPECT_EQ(machine.reg(0), 4u);
    machine.set_reg(1, 0x2003);
    machine.set_reg(2, sram_base + 0x12);
    machine.set_reg(15, sram_base + 0x10);
    machine.step(2);
    EXPECT_EQ(machine.reg(0), 3u);
}

TEST(Execution, sp_keeps_its_low_bits_zero) {
    TestMachine machine;
    machine.put(code_base, {0x4685, 0xF10D, 0x0D03});  // mov sp,r0; add.w sp,sp,#3
    machine.start();
    machine.set_reg(0, sram_base + 0x403);
    machine.step(2);
    EXPECT_EQ(machine.reg(13), sram_base + 0x400);
}

}  // namespace
}  // namespace jig::machine::testing
