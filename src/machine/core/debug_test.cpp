// SPDX-License-Identifier: Apache-2.0
// Halting debug, breakpoints and watchpoints as a debugger uses them.
#include <gtest/gtest.h>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t S_HALT = 1u << 17, S_SLEEP = 1u << 18, S_RETIRE_ST = 1u << 24, S_RESET_ST = 1u << 25;
constexpr std::uint32_t FP_CTRL = 0xE0002000, FP_REMAP = 0xE0002004, FP_COMP0 = 0xE0002008;
constexpr std::uint32_t dwt_base = 0xE0001000;

TEST(Debug, vector_catch_halts_before_the_first_instruction_out_of_reset) {
    TestMachine machine;
    machine.put(code_base, {0x2001});
    machine.core.power_on_reset();
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.set_scs(DEMCR, 1);
    machine.core.release_reset();
    EXPECT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(pc_register), code_base);
    EXPECT_EQ(machine.reg(13), stack_top);
    EXPECT_EQ(machine.scs(DFSR), 8u);
}

TEST(Debug, c_halt_clears_on_a_system_reset_and_c_debugen_stays) {
    TestMachine machine;
    machine.put(code_base, {0xE7FE});
    machine.start();
    machine.core.system_reset();
    machine.core.release_reset();
    machine.run_for(10);
    EXPECT_FALSE(machine.core.halted());
    EXPECT_TRUE(machine.core.debug_enabled());
}

TEST(Debug, reset_and_retire_bits_are_sticky_until_read) {
    TestMachine machine;
    machine.put(code_base, {0xBF00});
    machine.start();
    EXPECT_EQ(machine.scs(DHCSR) & (S_RESET_ST | S_HALT), S_RESET_ST | S_HALT);
    EXPECT_EQ(machine.scs(DHCSR) & (S_RESET_ST | S_RETIRE_ST), 0u);
    machine.step();
    EXPECT_EQ(machine.scs(DHCSR) & S_RETIRE_ST, S_RETIRE_ST);
    EXPECT_EQ(machine.scs(DHCSR) & S_RETIRE_ST, 0u);
}

TEST(Debug, dhcsr_needs_its_key) {
    TestMachine machine;
    machine.core.power_on_reset();
    machine.core.release_reset();
    machine.set_scs(DHCSR, 0x00000003);
    EXPECT_FALSE(machine.core.halted());
    EXPECT_FALSE(machine.core.debug_enabled());
}

TEST(Debug, bkpt_halts_with_debug_and_is_a_hard_fault_without) {
    TestMachine machine;
    machine.put(code_base, {0xBF00, 0xBE2A});
    machine.start();
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.run_for(100);
    EXPECT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(pc_register), code_base + 2);
    EXPECT_EQ(machine.scs(DFSR) & 2, 2u);

    machine.start();
    machine.let_go();
    machine.run_for(100);
    EXPECT_EQ(machine.core.pc(), handlers + 0x30);
    EXPECT_EQ(machine.scs(HFSR), 0x80000000u);
}

TEST(Debug, step_runs_one_instruction_and_masks_interrupts_when_asked) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0x2002, 0x2003});
    machine.start();
    machine.step();
    EXPECT_EQ(machine.reg(0), 1u);
    EXPECT_EQ(machine.reg(pc_register), code_base + 2);
    machine.set_scs(0xE000E100, 1);
    machine.core.set_irq(0, true);
    machine.set_scs(DHCSR, 0xA05F000B);
    machine.set_scs(DHCSR, 0xA05F000D);
    machine.core.run(machine.core.cycle() + 1);
    EXPECT_EQ(machine.reg(pc_register), code_base + 4);
    machine.step();
    EXPECT_EQ(machine.reg(pc_register), handlers + 0x100);
}

TEST(Debug, vector_catch_halts_at_a_hard_faults_handler) {
    TestMachine machine;
    machine.put(code_base, {0xDE00});
    machine.start();
    machine.set_scs(DEMCR, 1u << 10);
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.run_for(100);
    EXPECT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(pc_register), handlers + 0x30);
    EXPECT_EQ(machine.reg(xpsr_register) & 0x1FF, 3u);
}

TEST(Debug, an_fpb_breakpoint_halts_before_its_instruction_and_goes_away) {
    for (const std::uint32_t half : {0u, 2u}) {
        TestMachine machine;
        machine.put(code_base, {0x2001, 0x2002, 0x2003, 0x2004, 0xE7FE});
        machine.start();
        machine.step();  // decoded before the breakpoint comes
        machine.set_scs(FP_CTRL, 3);
        machine.set_scs(FP_COMP0, ((code_base + 4) | (half == 0 ? 0x40000000 : 0x80000000) | 1) & 0xDFFFFFFF);
        machine.set_scs(DHCSR, 0xA05F0001);
        machine.run_for(100);
        ASSERT_TRUE(machine.core.halted());
        EXPECT_EQ(machine.reg(pc_register), code_base + 4 + half);
        machine.set_scs(FP_COMP0, 0);
        machine.set_scs(DHCSR, 0xA05F0001);
        machine.run_for(100);
        EXPECT_FALSE(machine.core.halted());
        EXPECT_EQ(machine.core.pc(), code_base + 8);
    }
}

TEST(Debug, an_fpb_breakpoint_holds_in_code_that_is_fetched_over_the_bus) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0x2002, 0xE7FE});
    machine.start();
    machine.core.map({});
    machine.set_scs(FP_COMP0, code_base | 0x80000001);
    machine.set_scs(FP_CTRL, 3);
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.run_for(100);
    ASSERT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(pc_register), code_base + 2);
}

TEST(Debug, vectreset_starts_the_core_anew_and_nothing_else) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0xE7FE});
    machine.start();
    machine.step(2);
    machine.set_scs(0xE000ED08, 0x100);  // VTOR
    machine.set_scs(DEMCR, 1);
    machine.set_scs(0xE000ED0C, 0x05FA0001);
    EXPECT_EQ(machine.resets, 0u);
    EXPECT_TRUE(machine.core.halted()) << "VC_CORERESET";
    EXPECT_EQ(machine.reg(pc_register), code_base);
    EXPECT_EQ(machine.scs(0xE000ED08), 0u);
}

TEST(Debug, cyccnt_stands_still_without_trcena) {
    TestMachine machine;
    machine.put(code_base, {0xE7FE});
    machine.start();
    machine.set_scs(DEMCR, 1u << 24);
    machine.set_scs(dwt_base, 1);
    machine.let_go();
    machine.run_for(100);
    const std::uint32_t counted = machine.scs(dwt_base + 4);
    EXPECT_GE(counted, 100u);
    machine.set_scs(DEMCR, 0);
    machine.run_for(100);
    EXPECT_EQ(machine.scs(dwt_base + 4), counted);
}

TEST(Debug, an_fpb_remap_runs_the_instruction_in_sram_instead) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0x2002, 0xE7FE});
    machine.put(sram_base + 0x100, {0x2011, 0x2012});
    machine.start();
    machine.set_scs(FP_REMAP, sram_base + 0x100);
    machine.set_scs(FP_COMP0, code_base | 1);
    machine.set_scs(FP_CTRL, 3);
    machine.step();
    EXPECT_EQ(machine.reg(0), 0x11u);
    machine.step();
    EXPECT_EQ(machine.reg(0), 0x12u);
    EXPECT_EQ(machine.reg(pc_register), code_base + 4);
}

struct WatchRow {
    const char* what;
    std::uint32_t function;
    bool halts_on_read, halts_on_write;
};

TEST(Debug, dwt_watchpoints_halt_after_the_access) {
    constexpr WatchRow rows[] = {{"read", 5, true, false}, {"write", 6, false, true}, {"both", 7, true, true}};
    for (const WatchRow& row : rows) {
        for (const bool write : {false, true}) {
            SCOPED_TRACE(row.what);
            TestMachine machine;
            const std::uint16_t access = write ? 0x6008 : 0x6808;  // str / ldr r0,[r1]
            machine.put(code_base, {0xBF00, access, 0xBF00, 0xBF00, 0xE7FE});
            machine.start();
            machine.set_reg(1, sram_base + 0x104);
            machine.set_scs(DFSR, ~0u);
            machine.set_scs(DEMCR, 1u << 24);
            machine.set_scs(dwt_base + 0x20, sram_base + 0x100);
            machine.set_scs(dwt_base + 0x24, 3);
            machine.set_scs(dwt_base + 0x28, row.function);
            machine.set_scs(DHCSR, 0xA05F0001);
            machine.run_for(100);
            EXPECT_EQ(machine.core.halted(), write ? row.halts_on_write : row.halts_on_read);
            if (!machine.core.halted()) continue;
            EXPECT_EQ(machine.reg(pc_register), code_base + 4);
            EXPECT_EQ(machine.scs(DFSR), 4u) << "DWTTRAP and no request to halt";
            EXPECT_EQ(machine.scs(dwt_base + 0x28) >> 24, 1u);
            EXPECT_EQ(machine.scs(dwt_base + 0x28) >> 24, 0u);
        }
    }
}

TEST(Debug, a_dwt_watchpoint_on_a_byte_sees_the_word_around_it) {
    TestMachine machine;
    machine.put(code_base, {0x6808, 0xE7FE});  // ldr r0,[r1]; b .
    machine.start();
    machine.set_reg(1, sram_base + 0x100);
    machine.set_scs(DEMCR, 1u << 24);
    machine.set_scs(dwt_base + 0x20, sram_base + 0x103);
    machine.set_scs(dwt_base + 0x28, 5);
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.run_for(100);
    EXPECT_TRUE(machine.core.halted());
}

TEST(Debug, a_dwt_pc_match_halts_and_cyccnt_counts) {
    TestMachine machine;
    machine.put(code_base, {0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xE7FE});
    machine.start();
    machine.set_scs(DEMCR, 1u << 24);
    machine.set_scs(dwt_base, 1);
    machine.set_scs(dwt_base + 4, 0);
    machine.set_scs(dwt_base + 0x20, code_base + 4);
    machine.set_scs(dwt_base + 0x28, 4);
    machine.set_scs(DHCSR, 0xA05F0001);
    machine.run_for(100);
    ASSERT_TRUE(machine.core.halted());
    EXPECT_EQ(machine.reg(pc_register), code_base + 6);
    EXPECT_EQ(machine.scs(dwt_base + 4), 3u);
}

TEST(Debug, wfi_sleeps_until_an_interrupt_and_shows_it) {
    TestMachine machine;
    machine.put(code_base, {0xB672, 0xBF30, 0x2001, 0xE7FE});  // cpsid i; wfi; movs r0,#1; b .
    machine.start();
    machine.set_reg(0, 0);
    machine.set_scs(0xE000E100, 1);
    machine.let_go();
    machine.run_for(1000);
    EXPECT_TRUE(machine.core.sleeping());
    EXPECT_EQ(machine.scs(DHCSR) & S_SLEEP, S_SLEEP);
    EXPECT_EQ(machine.core.instructions(), 2u);
    machine.core.set_irq(0, true);
    machine.run_for(100);
    EXPECT_FALSE(machine.core.sleeping());
    EXPECT_EQ(machine.core.pc(), code_base + 6);
}

TEST(Debug, what_is_not_the_cores_is_answered_with_a_fault) {
    TestMachine machine;
    EXPECT_TRUE(machine.core.debug_read(0xE0042000, Width::word).fault);
    EXPECT_TRUE(machine.core.debug_read(0xE00FF000, Width::word).fault);
    EXPECT_FALSE(machine.core.debug_read(0xE000ED00, Width::word).fault);
    EXPECT_EQ(machine.scs(0xE000ED00), 0x411FC231u);
    EXPECT_EQ(machine.scs(0xE000ED90), 0u);
    EXPECT_EQ(machine.scs(0xE0002000), 0x260u);
}

}  // namespace
}  // namespace jig::machine::testing
