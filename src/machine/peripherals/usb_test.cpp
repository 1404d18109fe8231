// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/usb.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t EP1R = 0x04, CNTR = 0x40, ISTR = 0x44, FNR = 0x48, DADDR = 0x4C, BTABLE = 0x50;
constexpr std::uint32_t FRES = 1, PDWN = 2, FSUSP = 8, ESOF = 0x100, RESET = 0x400, SUSP = 0x800;

struct UsbTest : ::testing::Test {
    std::uint32_t read(std::uint32_t offset) { return read_word(usb, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(usb, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(usb, fabric.time + time); }

    RecordingFabric fabric;
    Usb usb;
};

TEST_F(UsbTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CNTR", CNTR, 3, 0xFF1F},
        {"DADDR", DADDR, 0, 0xFF},
        {"BTABLE", BTABLE, 0, 0xFFF8},
        {"EP0R, what is not toggled", 0, 0, 0},
    };
    for (const RegisterRow& row : rows) {
        SCOPED_TRACE(row.name);
        Usb fresh;
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.reset);
        if (row.writable == 0) continue;
        write_word(fresh, fabric, row.offset, 0xFFFFFFFF);
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.writable);
    }
}

TEST_F(UsbTest, endpoint_bits_toggle_keep_or_clear_as_the_manual_prints) {
    write(CNTR, 0);
    struct Row {
        std::uint32_t write, epr;
    };
    const Row rows[] = {
        {0x3220, 0x3220},                           // STAT_RX = 3, STAT_TX = 2, EP_TYPE = 1
        {0x1210, 0x2230},                           // STAT toggled by 1 and 1
        {0x0201, 0x2201 | 0x30}, {0x4240, 0x6270},  // both DTOG
        {0xC2C0, 0x2230},                           // CTR cannot be set
    };
    for (const Row& row : rows) {
        write(EP1R, row.write);
        EXPECT_EQ(read(EP1R), row.epr);
    }
}

TEST_F(UsbTest, a_forced_reset_asks_for_an_interrupt_and_clears_the_device) {
    write(CNTR, FRES);
    EXPECT_EQ(read(ISTR), RESET);
    write(CNTR, 0);
    write(ISTR, 0);
    EXPECT_EQ(read(ISTR), 0u);
    write(DADDR, 0x80);
    write(EP1R, 0x3000);
    write(CNTR, RESET | FRES);
    EXPECT_TRUE(fabric.irqs.contains(20));
    EXPECT_EQ(read(DADDR), 0u);
    EXPECT_EQ(read(EP1R), 0u);
    pass(10ms);
    EXPECT_EQ(read(ISTR), RESET) << "held in reset it misses no frames";
    write(CNTR, RESET);
    write(ISTR, ~RESET);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(UsbTest, without_a_host_frames_are_missed_and_the_third_asks_for_suspend) {
    pass(10ms);
    EXPECT_EQ(read(ISTR), 0u) << "powered down";
    write(CNTR, SUSP);
    pass(999us);
    EXPECT_EQ(read(ISTR), 0u);
    pass(1us);
    EXPECT_EQ(read(ISTR), ESOF);
    EXPECT_EQ(read(FNR) & 0x1800, 0x0800u);
    pass(2ms - 1us);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(1us);
    EXPECT_TRUE(fabric.irqs.contains(20));
    EXPECT_EQ(read(ISTR), ESOF | SUSP);
    write(CNTR, SUSP | FSUSP);
    write(ISTR, 0);
    pass(100ms);
    EXPECT_EQ(read(ISTR), 0u);
    write(CNTR, PDWN | FRES);
    pass(100ms);
    EXPECT_EQ(read(ISTR), 0u);
}

TEST_F(UsbTest, packet_memory_holds_a_half_word_in_every_word) {
    PacketMemory memory;
    write_word(memory, fabric, 0x000, 0x12345678);
    write_word(memory, fabric, 0x3FC, 0xABCD);
    EXPECT_EQ(read_word(memory, fabric, 0x000), 0x5678u);
    EXPECT_EQ(read_word(memory, fabric, 0x004), 0u);
    EXPECT_EQ(read_word(memory, fabric, 0x3FC), 0xABCDu);
    memory.reset(fabric, ResetCause::software);
    EXPECT_EQ(read_word(memory, fabric, 0x000), 0x5678u);
}

}  // namespace
}  // namespace jig::machine
