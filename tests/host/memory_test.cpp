// SPDX-License-Identifier: Apache-2.0
// Memory and core of a virtual board, through every probe and its firmwares.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.hpp"
#include "rig.hpp"

namespace jig::host {
namespace {

using dap::CoreRegister;
using dap::CoreState;
using std::chrono_literals::operator""s;

constexpr std::uint32_t sram = 0x20000000;
constexpr std::uint32_t sram_end = 0x20010000;  // of the die: more than an RC promises

Bytes random_bytes(std::uint64_t seed, std::size_t size) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    return bytes;
}

TEST(HostMemory, what_is_written_at_any_alignment_is_read_back) {
    for (const char* probe : {"V2J17", "V2J24", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        SCOPED_TRACE(probe);
        Rig rig({.probe = probe});
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        struct Row {
            std::uint32_t offset;
            std::size_t length;
        };
        for (const Row& row : {Row{0, 1}, Row{1, 1}, Row{3, 2}, Row{2, 7}, Row{0, 4096}, Row{1, 4099}, Row{1021, 9},
                               Row{4093, 6150}, Row{0, 0xC000}}) {
            Bytes whole(0xC000, 0xEE);
            ASSERT_TRUE(target->memory().write(sram, whole));
            const Bytes data = random_bytes(row.offset + row.length, row.length);
            ASSERT_TRUE(target->memory().write(sram + row.offset, data));
            std::ranges::copy(data, whole.begin() + row.offset);
            Bytes back(whole.size());
            ASSERT_TRUE(target->memory().read(sram, back));
            EXPECT_TRUE(back == whole) << row.offset << ", " << row.length;
            Bytes part(row.length);
            ASSERT_TRUE(target->memory().read(sram + row.offset, part));
            EXPECT_TRUE(part == data) << row.offset << ", " << row.length;
        }
    }
}

TEST(HostMemory, the_flash_is_read_as_it_lies) {
    Rig rig;
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    Bytes flash(256 * 1024);
    ASSERT_TRUE(target->memory().read(0x08000000, flash));
    Bytes expected = image_of(Firmware::counts);
    expected.resize(flash.size(), 0xFF);
    EXPECT_TRUE(flash == expected);
}

TEST(HostMemory, an_access_beyond_the_memory_is_a_fault_with_its_address_and_harms_nothing_after_it) {
    for (const char* probe : {"V2J17", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        SCOPED_TRACE(probe);
        Rig rig({.probe = probe});
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        Bytes out(16);
        const Error error = target->memory().read(sram_end - 8, out).error();
        EXPECT_EQ(error.kind, ErrorKind::fault);
        EXPECT_NE(error.what.find("at 0x20010000"), std::string::npos) << error.what;
        EXPECT_EQ(target->memory().write_word(sram_end, 1).error().kind, ErrorKind::fault);
        ASSERT_TRUE(target->memory().write_word(sram, 0x12345678));
        EXPECT_EQ(target->memory().read_word(sram).value(), 0x12345678u);
    }
}

TEST(HostMemory, half_words_need_J26_to_be_written_and_nothing_to_be_read) {
    {
        Rig rig({.probe = "V2J37"});
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        ASSERT_TRUE(target->memory().write_word(sram, 0));
        ASSERT_TRUE(target->memory().write_half(sram + 2, 0xBEEF));
        EXPECT_EQ(target->memory().read_word(sram).value(), 0xBEEF0000u);
    }
    Rig rig({.probe = "V2J17"});
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    EXPECT_EQ(target->memory().read_half(0x1FFFF7E0).value(), 256);
    EXPECT_EQ(target->memory().write_half(sram, 1).error().what,
              "writing half-words needs ST-Link firmware V2J26 or later and this one has V2J17S7; update it with ST's "
              "STLinkUpgrade");
}

TEST(HostCore, a_program_in_sram_runs_to_its_breakpoint) {
    for (const char* probe : {"V2J17", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        SCOPED_TRACE(probe);
        Rig rig({.probe = probe});
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        // adds r0, r0, r1; subs r2, #1; bne -4; bkpt #0
        ASSERT_TRUE(target->memory().write(sram, from_hex("4018013afcd100be").value()));
        dap::Core& core = target->core();
        ASSERT_TRUE(core.write_register(CoreRegister::r0, 5));
        ASSERT_TRUE(core.write_register(CoreRegister::r1, 3));
        ASSERT_TRUE(core.write_register(CoreRegister::r2, 1000));
        ASSERT_TRUE(core.write_register(CoreRegister::sp, sram_end));
        ASSERT_TRUE(core.write_register(CoreRegister::xpsr, 0x01000000));
        ASSERT_TRUE(core.write_register(CoreRegister::pc, sram));
        ASSERT_TRUE(core.step());
        EXPECT_EQ(core.read_register(CoreRegister::r0).value(), 8u);
        EXPECT_EQ(core.read_register(CoreRegister::pc).value(), sram + 2);
        ASSERT_TRUE(core.resume());
        ASSERT_TRUE(core.wait_halted(1s));
        EXPECT_EQ(core.read_register(CoreRegister::r0).value(), 3005u);
        EXPECT_EQ(core.read_register(CoreRegister::pc).value(), sram + 6);
    }
}

TEST(HostCore, a_core_that_runs_on_is_reported_when_its_time_is_over) {
    Rig rig;
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    ASSERT_TRUE(target->core().resume());
    EXPECT_EQ(target->core().wait_halted(1s).error().kind, ErrorKind::timeout);
}

TEST(HostCore, resets_halt_at_the_reset_vector_or_run) {
    Rig rig;
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    ASSERT_TRUE(target->core().resume());
    const std::uint64_t resets = rig.chip().resets();
    ASSERT_TRUE(target->core().reset_and_halt());
    EXPECT_EQ(rig.chip().resets(), resets + 1);
    EXPECT_EQ(target->core().read_register(CoreRegister::pc).value(), 0x08000100u);
    ASSERT_TRUE(target->core().reset_and_run());
    EXPECT_EQ(rig.chip().resets(), resets + 2);
    EXPECT_EQ(target->core().state().value(), CoreState::running);
    ASSERT_TRUE(target->core().release());
    EXPECT_EQ(rig.chip().debug_read(0xE000EDF0, machine::Width::word).value & 1, 0u);
}

}  // namespace
}  // namespace jig::host
