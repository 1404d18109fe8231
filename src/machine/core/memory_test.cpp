// SPDX-License-Identifier: Apache-2.0
// Accesses beyond the plain ones: bit-band, exclusives, unaligned, stores that fault late, and copies of a core.
#include <gtest/gtest.h>

#include <array>

#include "machine/core/testing/test_machine.hpp"

namespace jig::machine::testing {
namespace {

constexpr std::uint16_t str = 0x6008;  // str r0,[r1]
constexpr std::uint16_t ldr = 0x680A;  // ldr r2,[r1]

TEST(Memory, a_bit_band_alias_reads_and_writes_one_bit) {
    TestMachine machine;
    machine.put(code_base, {str, ldr});
    machine.put_word(sram_base + 0x104, 0x00000F00);
    machine.start();
    machine.set_reg(0, 0xFFFFFFFE);  // bit 0 is what counts
    machine.set_reg(1, 0x22000000 + 0x104 * 32 + 9 * 4);
    machine.set_reg(2, 5);
    machine.step(2);
    EXPECT_EQ(machine.word(sram_base + 0x104), 0x00000D00u);
    EXPECT_EQ(machine.reg(2), 0u);
}

TEST(Memory, a_peripheral_bit_band_write_is_one_read_and_one_write_of_the_word) {
    TestMachine machine;
    machine.put(code_base, {str});
    std::vector<std::pair<std::uint32_t, std::uint32_t>> writes;
    unsigned reads = 0;
    machine.on_device_read = [&](std::uint32_t) {
        ++reads;
        return BusReply{.value = 0x10};
    };
    machine.on_device_write = [&](std::uint32_t offset, std::uint32_t value) {
        writes.emplace_back(offset, value);
        return BusReply{};
    };
    machine.start();
    machine.set_reg(0, 1);
    machine.set_reg(1, 0x42000000 + 0x20 * 32 + 31 * 4);
    machine.step();
    EXPECT_EQ(reads, 1u);
    ASSERT_EQ(writes.size(), 1u);
    EXPECT_EQ(writes[0], (std::pair{0x20u, 0x80000010u}));
}

TEST(Memory, a_store_exclusive_succeeds_once_after_a_load_exclusive) {
    TestMachine machine;
    // ldrex r2,[r1]; strex r3,r0,[r1]; strex r4,r0,[r1]
    machine.put(code_base, {0xE851, 0x2F00, 0xE841, 0x0300, 0xE841, 0x0400});
    machine.put_word(sram_base, 7);
    machine.start();
    machine.set_reg(0, 9);
    machine.set_reg(1, sram_base);
    machine.step(3);
    EXPECT_EQ(machine.reg(2), 7u);
    EXPECT_EQ(machine.reg(3), 0u);
    EXPECT_EQ(machine.reg(4), 1u);
    EXPECT_EQ(machine.word(sram_base), 9u);
}

TEST(Memory, unaligned_words_are_split_at_one_cycle_a_part) {
    struct Row {
        std::uint32_t offset;
        std::uint64_t cycles;
    };
    for (const Row row : {Row{0, 2}, Row{1, 4}, Row{2, 3}, Row{3, 4}}) {
        TestMachine machine;
        machine.put(code_base, {ldr, 0xBF00});
        machine.put_word(sram_base, 0x33221100);
        machine.put_word(sram_base + 4, 0x77665544);
        machine.start();
        machine.set_reg(1, sram_base + row.offset);
        const std::uint64_t before = machine.core.cycle();
        machine.step();
        EXPECT_EQ(machine.reg(2), static_cast<std::uint32_t>(0x7766554433221100u >> (8 * row.offset)));
        EXPECT_EQ(machine.core.cycle() - before, row.cycles);
    }
}

TEST(Memory, a_store_that_the_bus_refuses_faults_one_instruction_late_unless_the_write_buffer_is_off) {
    for (const bool buffered : {true, false}) {
        TestMachine machine;
        machine.put(code_base, {str, 0xBF00, 0xE7FE});
        machine.start();
        machine.set_reg(1, 0x60000000);
        machine.set_scs(SHCSR, 0x70000);
        machine.set_scs(0xE000E008, buffered ? 0 : 2);
        machine.let_go();
        machine.run_for(50);
        EXPECT_EQ(machine.scs(CFSR), buffered ? 0x400u : 0x8200u);
        EXPECT_EQ(machine.word(stack_top - 8), buffered ? code_base + 2 : code_base);
        EXPECT_EQ(machine.core.pc(), handlers + 0x50);
    }
}

TEST(Memory, bfhfnmign_lets_a_probing_program_go_on_and_find_the_fault_in_bfsr) {
    for (const std::uint16_t access : {ldr, str}) {
        TestMachine machine;
        machine.put(code_base, {0xB671, access, 0x2305, 0xE7FE});  // cpsid f; the access; movs r3,#5; b .
        machine.start();
        machine.set_reg(1, 0x60000000);
        machine.set_scs(CCR, 0x100);
        machine.set_scs(0xE000E008, 2);  // no write buffer: stores fault precisely
        machine.let_go();
        machine.run_for(50);
        EXPECT_FALSE(machine.core.locked_up());
        EXPECT_EQ(machine.core.pc(), code_base + 6);
        EXPECT_EQ(machine.scs(CFSR), 0x8200u);
        EXPECT_EQ(machine.scs(BFAR), 0x60000000u);
    }
}

TEST(Memory, a_store_through_one_window_changes_code_that_runs_in_another_of_the_same_memory) {
    TestMachine machine;
    constexpr std::uint32_t alias = 0x10000000;
    const std::array<MemoryWindow, 2> windows = {
        {{.base = sram_base, .size = memory_bytes, .data = machine.sram.data(), .writable = true},
         {.base = alias, .size = memory_bytes, .data = machine.sram.data(), .writable = true}}};
    machine.core.map(windows);
    machine.start();
    machine.put(sram_base + 0x100, {0x2001, 0x8010, 0xE7FC});  // loop: movs r0,#1; strh r0,[r2]; b loop
    machine.set_reg(pc_register, alias + 0x100);
    machine.set_reg(2, sram_base + 0x400);
    machine.step(3);
    machine.set_reg(2, sram_base + 0x100);
    machine.set_reg(0, 0);
    machine.step(3);  // the store puts 1 over the movs: lsls r1,r0,#0
    machine.set_reg(0, 7);
    machine.step();
    EXPECT_EQ(machine.reg(0), 7u) << "movs r0,#1 is no longer there";
    EXPECT_EQ(machine.reg(1), 7u);
}

TEST(Memory, stalls_of_the_bus_pass_as_cycles) {
    TestMachine machine;
    machine.put(code_base, {ldr});
    machine.on_device_read = [](std::uint32_t) { return BusReply{.value = 1, .stall_cycles = 100}; };
    machine.start();
    machine.set_reg(1, device_base);
    const std::uint64_t before = machine.core.cycle();
    machine.step();
    EXPECT_EQ(machine.core.cycle() - before, 102u);
}

TEST(Memory, code_outside_any_window_is_fetched_over_the_bus) {
    TestMachine machine;
    machine.put(code_base, {0x2001, 0xF240, 0x1234, 0xE7FE});  // movs r0,#1; movw r2,#0x134; b .
    machine.start();
    const std::array<MemoryWindow, 1> only_sram = {
        {{.base = sram_base, .size = memory_bytes, .data = machine.sram.data(), .writable = true}}};
    machine.core.map(only_sram);
    machine.step(2);
    EXPECT_EQ(machine.reg(0), 1u);
    EXPECT_EQ(machine.reg(2), 0x134u);
    machine.step();
    EXPECT_EQ(machine.core.pc(), code_base + 6);
}

TEST(Memory, a_copy_goes_on_from_the_same_moment) {
    TestMachine machine;
    machine.put(code_base, {0x3001, 0xE7FD});  // loop: adds r0,#1; b loop
    machine.start();
    machine.set_reg(0, 0);
    machine.let_go();
    machine.run_for(1001);
    Core copy(machine.core, machine);
    const std::array<MemoryWindow, 2> windows = {
        {{.base = flash_base, .size = memory_bytes, .data = machine.flash.data()},
         {.base = sram_base, .size = memory_bytes, .data = machine.sram.data(), .writable = true}}};
    copy.map(windows);
    copy.run(5000);
    machine.core.run(5000);
    EXPECT_EQ(copy.instructions(), machine.core.instructions());
    EXPECT_EQ(copy.cycle(), machine.core.cycle());
    EXPECT_EQ(copy.pc(), machine.core.pc());
}

}  // namespace
}  // namespace jig::machine::testing
