// SPDX-License-Identifier: Apache-2.0
// Polling loops are skipped, and nobody can tell: cycles, instructions, registers and interrupts as if executed.
#include <gtest/gtest.h>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint64_t ready_at = 1'000'000;
// loop: ldr r1,[r0]; tst r1,r2; bne loop; adds r3,#1; b .
constexpr std::initializer_list<std::uint16_t> poll_loop = {0x6801, 0x4211, 0xD1FC, 0x3301, 0xE7FE};

struct Polled {
    TestMachine machine;
    unsigned reads = 0;

    Polled(std::initializer_list<std::uint16_t> loop, bool promises) {
        machine.put(code_base, loop);
        machine.on_device_read = [this, promises](std::uint32_t) {
            ++reads;
            if (machine.core.cycle() >= ready_at) return BusReply{};
            if (promises) machine.core.nothing_changes_until(ready_at);
            return BusReply{.value = 1};
        };
        machine.start();
        machine.set_reg(0, device_base);
        machine.set_reg(2, 1);
        machine.set_reg(3, 0);
        machine.set_reg(7, 1000);
        machine.let_go();
    }
    void stop() { machine.set_scs(DHCSR, 0xA05F0003); }
};

void expect_alike(Polled& skipped, Polled& executed) {
    EXPECT_EQ(skipped.machine.core.cycle(), executed.machine.core.cycle());
    EXPECT_EQ(skipped.machine.core.instructions(), executed.machine.core.instructions());
    skipped.stop();
    executed.stop();
    for (unsigned i = 0; i <= psp_register; ++i) EXPECT_EQ(skipped.machine.reg(i), executed.machine.reg(i)) << i;
}

TEST(Polling, a_loop_is_skipped_to_the_last_turn_before_the_change) {
    Polled skipped(poll_loop, true);
    Polled executed(poll_loop, false);
    skipped.machine.run_for(ready_at + 5000);
    executed.machine.run_for(ready_at + 5000);
    EXPECT_LT(skipped.reads, 8u);
    EXPECT_GT(executed.reads, 100'000u);
    expect_alike(skipped, executed);
}

TEST(Polling, memory_that_changed_between_two_runs_ends_the_loop_at_once) {
    // loop: ldr r1,[r0]; ldr r3,[r6]; cmp r3,#0; beq loop; b .
    static constexpr std::initializer_list<std::uint16_t> loop = {0x6801, 0x6833, 0x2B00, 0xD0FB, 0xE7FE};
    for (std::uint64_t end = 1000; end < 1010; ++end) {
        Polled skipped(loop, true);
        Polled executed(loop, false);
        for (Polled* p : {&skipped, &executed}) {
            p->stop();
            p->machine.put_word(sram_base, 0);
            p->machine.set_reg(6, sram_base);
            p->machine.let_go();
            p->machine.run_for(end);
            p->machine.put_word(sram_base, 1);
            p->machine.run_for(5000);
        }
        expect_alike(skipped, executed);
    }
}

TEST(Polling, a_run_that_ends_inside_the_loop_ends_at_the_same_instruction) {
    for (const std::uint64_t end : {1000u, 1001u, 1002u, 1003u, 54'321u}) {
        Polled skipped(poll_loop, true);
        Polled executed(poll_loop, false);
        skipped.machine.run_for(end);
        executed.machine.run_for(end);
        expect_alike(skipped, executed);
    }
}

TEST(Polling, sys_tick_interrupts_the_loop_at_the_same_cycle) {
    Polled skipped(poll_loop, true);
    Polled executed(poll_loop, false);
    for (Polled* polled : {&skipped, &executed}) {
        polled->machine.put_handler(15, {0x3401, 0x4770});  // adds r4,#1; bx lr
        polled->machine.set_scs(0xE000E014, 7777);
        polled->machine.set_scs(0xE000E018, 0);
        polled->machine.set_scs(0xE000E010, 7);
        polled->machine.run_for(300'000);
    }
    EXPECT_LT(skipped.reads, 400u);
    expect_alike(skipped, executed);
}

TEST(Polling, a_loop_that_counts_or_stores_is_not_skipped) {
    // loop: ldr r1,[r0]; subs r7,#1; bne loop; b .    and    loop: ldr r1,[r0]; push {r1}; add sp,#4; b loop
    const std::initializer_list<std::uint16_t> counting = {0x6801, 0x3F01, 0xD1FC, 0xE7FE};
    const std::initializer_list<std::uint16_t> storing = {0x6801, 0xB402, 0xB001, 0xE7FB};
    for (const auto& loop : {counting, storing}) {
        Polled skipped(loop, true);
        Polled executed(loop, false);
        skipped.machine.run_for(20'000);
        executed.machine.run_for(20'000);
        EXPECT_EQ(skipped.reads, executed.reads);
        expect_alike(skipped, executed);
    }
}

}  // namespace
}  // namespace jig::machine::testing
