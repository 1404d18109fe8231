// SPDX-License-Identifier: Apache-2.0
// Exceptions: entry and return, faults and their status registers, escalation, priorities.
#include <gtest/gtest.h>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint32_t handler(unsigned exception) { return handlers + 0x10 * exception; }

struct FaultRow {
    const char* what;
    std::initializer_list<std::uint16_t> code;
    std::uint32_t r0;
    std::uint32_t ccr;
    unsigned enabled_exception;  // taken when SHCSR enables it
    std::uint32_t want_cfsr;
};

const FaultRow faults[] = {
    {"UDF", {0xDE00}, 0, 0, 6, 0x00010000},
    {"BX to an even address", {0x4700}, flash_base, 0, 6, 0x00020000},
    {"MCR to an absent coprocessor", {0xEE01, 0x0F10}, 0, 0, 6, 0x00080000},
    {"LDR unaligned with UNALIGN_TRP", {0x6801}, sram_base + 1, 8, 6, 0x01000000},
    {"LDM unaligned", {0xC806}, sram_base + 2, 0, 6, 0x01000000},
    {"UDIV by zero with DIV_0_TRP", {0xFBB1, 0xF1F2}, 0, 0x10, 6, 0x02000000},
    {"LDR from nowhere", {0x6801}, 0x60000000, 0, 5, 0x00008200},
    {"branch to execute-never memory", {0x4687}, 0x40000000, 0, 4, 0x00000001},
    {"branch to nowhere", {0x4687}, 0x60000000, 0, 5, 0x00000100},
};

void run_fault(const FaultRow& row, bool enabled) {
    SCOPED_TRACE(row.what);
    TestMachine machine;
    machine.put(code_base, row.code);
    machine.start();
    machine.set_reg(0, row.r0);
    machine.set_reg(1, 1);
    machine.set_reg(2, 0);
    machine.set_scs(CCR, row.ccr);
    machine.set_scs(SHCSR, enabled ? 0x70000 : 0);
    machine.let_go();
    machine.run_for(200);
    const unsigned taken = enabled ? row.enabled_exception : 3;
    EXPECT_EQ(machine.core.pc(), handler(taken));
    EXPECT_EQ(machine.scs(CFSR), row.want_cfsr);
    EXPECT_EQ(machine.scs(HFSR), enabled ? 0u : 0x40000000u);
}

TEST(Exceptions, faults_reach_their_handler_when_enabled) {
    for (const FaultRow& row : faults) run_fault(row, true);
}

TEST(Exceptions, faults_escalate_to_hard_fault_when_their_handler_is_disabled) {
    for (const FaultRow& row : faults) run_fault(row, false);
}

// A fault of the fetch behind an IT block, or inside one, belongs to the instruction that did not come.
TEST(Exceptions, a_fetch_fault_stacks_the_it_state_of_the_instruction_that_did_not_come) {
    struct Row {
        const char* what;
        std::initializer_list<std::uint16_t> code;
        std::uint32_t it_state;
    };
    const Row rows[] = {
        {"behind the block", {0xBF08, 0x4687}, 0},      // it eq; moveq pc,r0
        {"inside it", {0xBF04, 0x2101, 0xF000}, 0x08},  // itt eq; moveq r1,#1; half of what is not there
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        const std::uint32_t start = row.it_state == 0 ? code_base : flash_base + memory_bytes - 6;
        machine.put(start, row.code);
        machine.start();
        machine.set_reg(pc_register, start);
        machine.set_reg(xpsr_register, 0x41000000);  // Z
        machine.set_reg(0, 0x60000000);
        machine.let_go();
        machine.run_for(50);
        EXPECT_EQ(machine.scs(CFSR), 0x100u) << "IBUSERR";
        const std::uint32_t xpsr = machine.word(stack_top - 4);
        EXPECT_EQ(((xpsr >> 25) & 3) | ((xpsr >> 8) & 0xFC), row.it_state);
    }
}

TEST(Exceptions, vectpending_hides_what_basepri_masks_and_shows_what_primask_masks) {
    struct Row {
        std::uint32_t special;
        std::uint32_t vectpending;
    };
    for (const Row row : {Row{0, 23}, Row{1, 23}, Row{0x4000, 0}, Row{0x8100, 23}, Row{0x10000, 0}}) {
        TestMachine machine;
        machine.put(code_base, {0xE7FE});
        machine.start();
        machine.set_reg(special_register, row.special);  // FAULTMASK, BASEPRI, PRIMASK
        machine.set_scs(0xE000E100, 1u << 7);
        machine.set_scs(0xE000E404, 0x60000000);
        machine.core.set_irq(7, true);
        EXPECT_EQ((machine.scs(0xE000ED04) >> 12) & 0x1FF, row.vectpending) << std::hex << row.special;
    }
}

TEST(Exceptions, wfe_sleeps_on_where_primask_keeps_the_interrupt_from_being_taken_unless_sevonpend) {
    for (const bool sevonpend : {false, true}) {
        TestMachine machine;
        machine.put(code_base, {0xBF20, 0xE7FE});  // wfe; b .
        machine.start();
        machine.set_reg(special_register, 1);
        machine.set_scs(0xE000ED10, sevonpend ? 0x10 : 0);
        machine.set_scs(0xE000E014, 99);  // SysTick
        machine.set_scs(0xE000E018, 0);
        machine.set_scs(0xE000E010, 7);
        machine.let_go();
        machine.run_for(1000);
        EXPECT_EQ(machine.core.sleeping(), !sevonpend);
    }
}

TEST(Exceptions, a_fault_in_hard_fault_locks_up) {
    TestMachine machine;
    machine.put(code_base, {0xDE00});
    machine.put_handler(3, {0xDE00});
    machine.start();
    machine.let_go();
    machine.run_for(200);
    EXPECT_TRUE(machine.core.locked_up());
    EXPECT_EQ(machine.core.pc(), 0xFFFFFFFEu);
    EXPECT_EQ(machine.scs(DHCSR) & 0x80000, 0x80000u);
}

TEST(Exceptions, svc_stacks_the_next_instruction_and_returns_to_it) {
    TestMachine machine;
    machine.put(code_base, {0xDF07, 0x2105, 0xE7FE});
    machine.put_handler(11, {0x2042, 0x9802, 0x4770});  // movs r0,#0x42; ldr r0,[sp,#8]; bx lr
    machine.start();
    for (unsigned i = 0; i < 4; ++i) machine.set_reg(i, 0x10 + i);
    machine.set_reg(12, 0x1C);
    machine.let_go();
    machine.run_for(100);
    machine.set_scs(DHCSR, 0xA05F0003);
    EXPECT_EQ(machine.reg(0), 0x10u);  // the frame restores what the handler changed
    EXPECT_EQ(machine.reg(1), 5u);
    EXPECT_EQ(machine.reg(13), stack_top);
    EXPECT_EQ(machine.reg(pc_register), code_base + 4);
    EXPECT_EQ(machine.reg(xpsr_register) & 0x1FF, 0u);
    EXPECT_EQ(machine.word(stack_top - 8), code_base + 2);
    EXPECT_EQ(machine.word(stack_top - 32), 0x10u);
    EXPECT_EQ(machine.word(stack_top - 12), 0xFFFFFFFFu);
}

TEST(Exceptions, an_interrupt_waits_for_its_enable_and_for_primask) {
    TestMachine machine;
    machine.put(code_base, {0xB672, 0xBF00, 0xB662, 0xE7FE});  // cpsid i; nop; cpsie i; b .
    machine.start();
    machine.set_scs(0xE000E100, 1u << 7);
    machine.core.set_irq(7, true);
    machine.step(2);
    EXPECT_EQ(machine.reg(pc_register), handlers + 0x10 * 23) << "taken before the first instruction";
    machine.start();
    machine.step(2);
    machine.set_scs(0xE000E100, 1u << 7);
    machine.step();
    EXPECT_EQ(machine.reg(pc_register), code_base + 6);
}

TEST(Exceptions, sys_tick_interrupts_every_reload_and_one_cycles) {
    TestMachine machine;
    machine.put(code_base, {0xBF00, 0xBF00, 0xE7FC});
    machine.put_handler(15, {0x3401, 0x4770});  // adds r4,#1; bx lr
    machine.start();
    machine.set_reg(4, 0);
    machine.set_scs(0xE000E014, 999);
    machine.set_scs(0xE000E018, 0);
    machine.set_scs(0xE000E010, 7);
    machine.let_go();
    machine.run_for(100900);
    machine.set_scs(DHCSR, 0xA05F0003);
    EXPECT_EQ(machine.reg(4), 100u);
}

TEST(Exceptions, a_fault_that_cannot_preempt_escalates) {
    struct Row {
        const char* what;
        std::initializer_list<std::uint16_t> code;
        std::uint32_t stacked_pc;
    };
    const Row rows[] = {
        {"UDF in the UsageFault handler", {0xDE00}, handler(6)},
        {"SVC with PRIMASK set", {0xB672, 0xDF00}, code_base + 4},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.what);
        TestMachine machine;
        machine.put(code_base, row.code);
        machine.put_handler(6, {0xDE00});
        machine.start();
        machine.set_scs(SHCSR, 0x70000);
        machine.let_go();
        machine.run_for(200);
        EXPECT_EQ(machine.core.pc(), handler(3));
        EXPECT_EQ(machine.scs(HFSR), 0x40000000u);
        machine.set_scs(DHCSR, 0xA05F0003);
        EXPECT_EQ(machine.word(machine.reg(13) + 24), row.stacked_pc);
    }
}

TEST(Exceptions, a_return_that_is_not_legal_is_an_invpc_fault) {
    for (const std::uint32_t exc_return : {0xFFFFFFF1u, 0xFFFFFFF5u, 0xFFFFFFE9u}) {
        TestMachine machine;
        machine.put(code_base, {0xDF00});
        machine.put_handler(11, {0x4700});  // bx r0
        machine.start();
        machine.set_reg(0, exc_return);
        machine.set_scs(SHCSR, 0x70000);
        machine.let_go();
        machine.run_for(200);
        EXPECT_EQ(machine.core.pc(), handler(6));
        EXPECT_EQ(machine.scs(CFSR), 0x00040000u);
    }
}

TEST(Exceptions, an_interrupt_tail_chains_without_touching_the_frame) {
    TestMachine machine;
    machine.put(code_base, {0xE7FE});
    machine.put_handler(16, {0x4770});
    machine.put_handler(17, {0x3001, 0x4770});  // adds r0,#1; bx lr
    machine.start();
    machine.set_reg(0, 5);
    machine.set_scs(0xE000E100, 3);
    machine.set_scs(0xE000E200, 3);
    machine.let_go();
    const std::uint64_t before = machine.core.cycle();
    machine.run_for(13);
    EXPECT_EQ(machine.core.pc(), handler(17)) << "entry, BX, tail-chain";
    EXPECT_EQ(machine.core.cycle() - before, 12u + 1u + 6u);
    machine.run_for(30);
    machine.set_scs(DHCSR, 0xA05F0003);
    EXPECT_EQ(machine.reg(0), 5u);
    EXPECT_EQ(machine.reg(13), stack_top);
}

}  // namespace
}  // namespace jig::machine::testing
