// SPDX-License-Identifier: Apache-2.0
// Watchpoints through every probe and its firmwares: they halt the core, say what matched, and leave nothing behind.
#include "dap/watchpoints.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rig.hpp"

namespace jig::host {
namespace {

using dap::CoreState;
using dap::Watchpoints;

constexpr std::uint32_t DEMCR = 0xE000EDFC;
constexpr std::uint32_t TRCENA = 1U << 24;
constexpr std::uint32_t DFSR = 0xE000ED30;
constexpr std::uint32_t DWT_COMP0 = 0xE0001020;
constexpr std::uint32_t DWT_FUNCTION0 = 0xE0001028;
// Where Firmware::ticks loads from, again and again only behind a reset: its literal SYST_CSR.
constexpr AddressRange literal{0x08000118, 4};

std::uint32_t peek(Rig& rig, std::uint32_t address) {
    return rig.chip().debug_read(address, machine::Width::word).value;
}
void poke(Rig& rig, std::uint32_t address, std::uint32_t value) {
    rig.chip().debug_write(address, machine::Width::word, value);
}

TEST(HostWatchpoints, halt_behind_the_read_and_name_the_block) {
    for (const char* probe : {"V2J17", "V2J24", "V2J37", "V3J9", "cmsis-dap-v1", "cmsis-dap-v2", "gpio"}) {
        SCOPED_TRACE(probe);
        Rig rig({.firmware = Firmware::ticks, .probe = probe});
        const auto target = rig.connected();
        ASSERT_TRUE(target);
        ASSERT_TRUE(target->core().reset_and_halt());
        const AddressRange ranges[] = {{0x20000000, 8}, literal};
        auto watchpoints = Watchpoints::arm(target->memory(), ranges);
        ASSERT_TRUE(watchpoints) << watchpoints.error().what;
        ASSERT_TRUE(target->core().resume());
        ASSERT_TRUE(target->core().wait_halted(std::chrono::milliseconds(10)));
        EXPECT_EQ(target->core().read_register(dap::CoreRegister::pc).value(), 0x08000102U);
        EXPECT_TRUE(watchpoints->take_trap().value());
        EXPECT_FALSE(watchpoints->take_trap().value());
        EXPECT_THAT(watchpoints->take_matched().value(), ::testing::ElementsAre(literal));
        EXPECT_TRUE(watchpoints->take_matched().value().empty());
    }
}

TEST(HostWatchpoints, are_gone_afterwards_and_what_was_there_is_back) {
    for (const std::uint32_t demcr : {0U, TRCENA}) {
        SCOPED_TRACE(demcr);
        Rig rig({.firmware = Firmware::ticks});
        rig.chip().set_debug_power(true);
        poke(rig, DEMCR, TRCENA);
        poke(rig, DWT_COMP0, 0x20000040);
        poke(rig, DWT_FUNCTION0, 4);
        poke(rig, DEMCR, demcr);
        {
            const auto target = rig.connected(dap::ConnectHow::attach);
            ASSERT_TRUE(target);
            const AddressRange ranges[] = {literal};
            const auto watchpoints = Watchpoints::arm(target->memory(), ranges);
            ASSERT_TRUE(watchpoints) << watchpoints.error().what;
            EXPECT_EQ(peek(rig, DWT_COMP0), literal.start);
            EXPECT_EQ(peek(rig, DWT_FUNCTION0), 5U);
            EXPECT_EQ(peek(rig, DEMCR) & TRCENA, TRCENA);
        }
        EXPECT_EQ(peek(rig, DEMCR), demcr);
        poke(rig, DEMCR, TRCENA);
        EXPECT_EQ(peek(rig, DWT_COMP0), 0x20000040U);
        EXPECT_EQ(peek(rig, DWT_FUNCTION0), 4U);
        EXPECT_EQ(peek(rig, DFSR) & 4, 0U);
    }
}

TEST(HostWatchpoints, refuse_what_does_not_fit_and_leave_trcena_as_it_was) {
    Rig rig;
    const auto target = rig.connected();
    ASSERT_TRUE(target);
    const AddressRange ranges[] = {{0x08000000, 0x40000}};
    EXPECT_EQ(Watchpoints::arm(target->memory(), ranges).error().kind, ErrorKind::refused);
    EXPECT_EQ(peek(rig, DEMCR), 0U);
}

}  // namespace
}  // namespace jig::host
