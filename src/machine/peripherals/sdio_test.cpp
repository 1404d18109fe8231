// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/sdio.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t POWER = 0x00, CLKCR = 0x04, ARG = 0x08, CMD = 0x0C, RESPCMD = 0x10, RESP1 = 0x14, DTIMER = 0x24,
                        DLEN = 0x28, DCTRL = 0x2C, DCOUNT = 0x30, STA = 0x34, ICR = 0x38, MASK = 0x3C, FIFOCNT = 0x48;
constexpr std::uint32_t CPSMEN = 1u << 10, short_response = 1u << 6, CTIMEOUT = 4, CMDSENT = 0x80, CMDACT = 0x800;

struct SdioTest : ::testing::Test {
    std::uint32_t read(std::uint32_t offset) { return read_word(sdio, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(sdio, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(sdio, fabric.time + time); }
    // 8 MHz / (6 + 2): 1 us.
    void power_up() {
        write(POWER, 3);
        write(CLKCR, 0x106);
    }

    RecordingFabric fabric;
    Sdio sdio;
};

TEST_F(SdioTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"POWER", POWER, 0, 3},
        {"CLKCR", CLKCR, 0, 0x7FFF},
        {"ARG", ARG, 0, 0xFFFFFFFF},
        {"CMD", CMD, 0, 0x7FFF},
        {"RESPCMD", RESPCMD, 0, 0},
        {"RESP1", RESP1, 0, 0},
        {"DTIMER", DTIMER, 0, 0xFFFFFFFF},
        {"DLEN", DLEN, 0, 0x1FFFFFF},
        {"DCTRL", DCTRL, 0, 0xFFF},
        {"DCOUNT", DCOUNT, 0, 0},
        {"STA", STA, 0, 0},
        {"MASK", MASK, 0, 0xFFFFFF},
        {"FIFOCNT", FIFOCNT, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Sdio(); });
}

TEST_F(SdioTest, a_command_ends_in_the_flag_that_an_empty_slot_gives) {
    struct Row {
        const char* name;
        std::uint32_t cmd;
        Picoseconds after;
        std::uint32_t flag;
    };
    const Row rows[] = {
        {"CMD0, no response", CPSMEN, 48us, CMDSENT},
        {"CMD8, short response", CPSMEN | short_response | 8, 112us, CTIMEOUT},
        {"CMD2, long response", CPSMEN | 3u << 6 | 2, 112us, CTIMEOUT},
    };
    power_up();
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        write(MASK, row.flag);
        write(CMD, row.cmd);
        EXPECT_EQ(read(STA), CMDACT);
        pass(row.after - Picoseconds{1});
        EXPECT_EQ(read(STA), CMDACT);
        EXPECT_TRUE(fabric.irqs.empty());
        pass(Picoseconds{1});
        EXPECT_TRUE(fabric.irqs.contains(49));
        EXPECT_EQ(read(STA), row.flag);
        write(ICR, 0xFFFFFFFF);
        EXPECT_EQ(read(STA), 0u);
        EXPECT_TRUE(fabric.irqs.empty());
    }
}

TEST_F(SdioTest, without_power_or_clock_a_command_waits) {
    write(CMD, CPSMEN | short_response);
    pass(1s);
    EXPECT_EQ(read(STA), 0u);
    write(POWER, 3);
    write(CMD, CPSMEN | short_response);
    pass(1s);
    EXPECT_EQ(read(STA), 0u);
}

TEST_F(SdioTest, data_that_does_not_come_times_out) {
    power_up();
    write(DTIMER, 500);
    write(DLEN, 512);
    write(DCTRL, 3);
    EXPECT_EQ(read(STA), 0x82000u) << "RXACT, RXFIFOE";
    pass(500us);
    EXPECT_EQ(read(STA), 8u);
    EXPECT_EQ(read(DCOUNT), 512u);
}

TEST_F(SdioTest, a_timeout_of_centuries_is_far_away) {
    fabric.tree.hclk_hz = 15'625;
    write(POWER, 3);
    write(CLKCR, 0x1FF);
    write(DTIMER, 0xFFFFFFFF);
    write(DCTRL, 3);
    pass(1h);
    EXPECT_EQ(read(STA), 0x82000u);
}

TEST_F(SdioTest, only_words_can_be_written) {
    sdio.write(fabric, ARG, Width::half, 0x1234);
    EXPECT_EQ(read(ARG), 0u);
}

}  // namespace
}  // namespace jig::machine
