// SPDX-License-Identifier: Apache-2.0
// The DebugMonitor exception: debug events without halting debug, monitor stepping and MON_PEND, DDI 0403 C1.5 and
// C1.6.5.
#include <gtest/gtest.h>

#include <vector>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t MON_EN = 1u << 16, MON_PEND = 1u << 17, MON_STEP = 1u << 18, MON_REQ = 1u << 19,
                        TRCENA = 1u << 24;
constexpr std::uint32_t SHPR2 = 0xE000ED1C, SHPR3 = 0xE000ED20, DWT_COMP0 = 0xE0001020, DWT_FUNCTION0 = 0xE0001028,
                        FP_CTRL = 0xE0002000, FP_COMP0 = 0xE0002008;
constexpr std::uint32_t monitor = handlers + 0x10 * 12, hard_fault = handlers + 0x10 * 3;

struct EventRow {
    const char* what;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> writes;
    std::uint16_t second;  // the instruction at code_base + 2
    std::uint32_t dfsr;
    std::uint32_t returns_to;
    bool escalates;  // to HardFault where DebugMonitor may not run
};

const EventRow events[] = {
    {"BKPT", {}, 0xBE00, 2, code_base + 2, true},
    {"FPB", {{FP_COMP0, ((code_base & ~3u) | 0x80000001)}, {FP_CTRL, 3}}, 0xBF00, 2, code_base + 2, true},
    {"DWT on data", {{DWT_COMP0, sram_base}, {DWT_FUNCTION0, 5}}, 0x680A, 4, code_base + 4, false},
    {"DWT on PC", {{DWT_COMP0, code_base + 2}, {DWT_FUNCTION0, 4}}, 0xBF00, 4, code_base + 4, false},
};

void run_event(TestMachine& machine, const EventRow& row, std::uint32_t demcr, std::uint32_t dhcsr = 0xA05F0000) {
    machine.put(code_base, {0xBF00, row.second, 0xBF00, 0xE7FE});
    machine.start();
    machine.set_reg(1, sram_base);
    machine.set_scs(DEMCR, TRCENA | demcr);
    for (const auto& [address, value] : row.writes) machine.set_scs(address, value);
    machine.set_scs(DFSR, ~0u);
    machine.set_scs(DHCSR, dhcsr);
    machine.run_for(100);
}

TEST(DebugMonitor, takes_every_debug_event_when_halting_debug_is_off) {
    for (const EventRow& row : events) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        run_event(machine, row, MON_EN);
        EXPECT_EQ(machine.core.pc(), monitor);
        EXPECT_EQ(machine.scs(DFSR), row.dfsr);
        EXPECT_EQ(machine.scs(HFSR), 0u);
        EXPECT_EQ(machine.word(stack_top - 8), row.returns_to);
        EXPECT_EQ(machine.scs(SHCSR) & 0x100, 0x100u) << "MONITORACT";
    }
}

TEST(DebugMonitor, disabled_leaves_breakpoints_to_hard_fault_and_watchpoints_to_nobody) {
    for (const EventRow& row : events) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        run_event(machine, row, 0);
        EXPECT_EQ(machine.core.pc(), row.escalates ? hard_fault : code_base + 6);
        EXPECT_EQ(machine.scs(HFSR), row.escalates ? 0x80000000u : 0u);
    }
}

TEST(DebugMonitor, is_not_taken_while_halting_debug_is_on) {
    for (const EventRow& row : events) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        run_event(machine, row, MON_EN, 0xA05F0001);
        EXPECT_TRUE(machine.core.halted());
        EXPECT_EQ(machine.reg(xpsr_register) & 0x1FF, 0u);
    }
}

// ldr r3,[r4]; adds r3,#1; str r3,[r4]; bx lr: one more for each stepped instruction.
constexpr std::initializer_list<std::uint16_t> counting_handler = {0x6823, 0x3301, 0x6023, 0x4770};

TEST(DebugMonitor, steps_one_instruction_at_a_time) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0x2002, 0x2003, 0x2004, 0xE7FE});
    machine.start();
    machine.set_scs(DEMCR, MON_EN | MON_STEP);
    machine.set_scs(DFSR, ~0u);
    machine.let_go();
    machine.run_for(60);
    EXPECT_EQ(machine.core.pc(), monitor);
    EXPECT_EQ(machine.word(stack_top - 8), code_base + 2);
    EXPECT_EQ(machine.word(stack_top - 32), 1u) << "r0";
    EXPECT_EQ(machine.scs(DFSR), 1u);
}

TEST(DebugMonitor, steps_again_after_its_handler_has_returned) {
    TestMachine machine;
    machine.put(code_base, {0x3001, 0x3001, 0x3001, 0xE7FB});  // adds r0,#1 three times, for ever
    machine.put_handler(12, counting_handler);
    machine.start();
    machine.set_reg(0, 0);
    machine.set_reg(4, sram_base);
    machine.put_word(sram_base, 0);
    machine.set_scs(DEMCR, MON_EN | MON_STEP);
    machine.let_go();
    machine.run_for(2000);
    machine.set_scs(DHCSR, 0xA05F0003);
    const std::uint32_t steps = machine.word(sram_base);
    EXPECT_GT(steps, 20u);
    const std::uint32_t added = machine.word(stack_top - 32);  // r0 in the last frame
    const auto adds_of = [](std::uint32_t instructions) { return instructions - instructions / 4; };
    EXPECT_TRUE(added == adds_of(steps) || added == adds_of(steps + 1)) << added << " after " << steps;
}

TEST(DebugMonitor, does_not_step_what_it_could_not_interrupt) {
    TestMachine machine;
    machine.put(code_base, {0xDF00, 0x2105, 0xE7FE});
    machine.put_handler(11, {0x3201, 0x3201, 0x3201, 0x4770});  // SVCall: adds r2,#1 three times
    machine.start();
    machine.set_scs(SHPR2, 0x00000000);
    machine.set_scs(SHPR3, 0x00000040);  // DebugMonitor below SVCall
    machine.set_reg(2, 0);
    machine.set_scs(DEMCR, MON_EN | MON_STEP);
    machine.let_go();
    machine.run_for(100);
    EXPECT_EQ(machine.core.pc(), monitor);
    EXPECT_EQ(machine.word(stack_top - 8), code_base + 2) << "the SVC was the step";
    machine.set_scs(DHCSR, 0xA05F0003);
    EXPECT_EQ(machine.reg(2), 3u) << "the handler ran whole";
}

TEST(DebugMonitor, is_taken_by_mon_pend_even_when_disabled) {
    TestMachine machine;
    machine.put(code_base, {0xE7FE});
    machine.start();
    machine.set_scs(DEMCR, MON_PEND);
    EXPECT_EQ(machine.scs(DEMCR), MON_PEND);
    machine.let_go();
    machine.run_for(50);
    EXPECT_EQ(machine.core.pc(), monitor);
    EXPECT_EQ(machine.scs(DEMCR), 0u) << "no longer pending";
}

TEST(DebugMonitor, keeps_mon_req_for_its_handler_and_loses_it_with_a_reset) {
    TestMachine machine;
    machine.start();
    machine.set_scs(DEMCR, MON_EN | MON_REQ | TRCENA);
    EXPECT_EQ(machine.scs(DEMCR), MON_EN | MON_REQ | TRCENA);
    machine.core.system_reset();
    EXPECT_EQ(machine.scs(DEMCR), TRCENA);
}

}  // namespace
}  // namespace jig::machine::testing
