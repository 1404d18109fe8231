// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/dac.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR = 0x00, SWTRIGR = 0x04, DHR12R1 = 0x08, DHR12L1 = 0x0C, DHR8R1 = 0x10, DHR12R2 = 0x14,
                        DHR12L2 = 0x18, DHR8R2 = 0x1C, DHR12RD = 0x20, DHR12LD = 0x24, DHR8RD = 0x28, DOR1 = 0x2C,
                        DOR2 = 0x30;
constexpr std::uint32_t EN = 1, TEN = 4, DMAEN = 1u << 12;

struct DacTest : ::testing::Test {
    std::uint32_t read(std::uint32_t offset) { return read_word(device, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(device, fabric, offset, value); }

    RecordingFabric fabric;
    Dac device;
};

TEST_F(DacTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR", CR, 0, 0x1FFF1FFF},
        {"SWTRIGR", SWTRIGR, 0, 0},
        {"DHR12R1", DHR12R1, 0, 0xFFF},
        {"DHR12L1", DHR12L1, 0, 0xFFF0},
        {"DHR8R1", DHR8R1, 0, 0xFF},
        {"DHR12R2", DHR12R2, 0, 0xFFF},
        {"DHR12L2", DHR12L2, 0, 0xFFF0},
        {"DHR8R2", DHR8R2, 0, 0xFF},
        {"DHR12RD", DHR12RD, 0, 0x0FFF0FFF},
        {"DHR12LD", DHR12LD, 0, 0xFFF0FFF0},
        {"DHR8RD", DHR8RD, 0, 0xFFFF},
        {"DOR1", DOR1, 0, 0},
        {"DOR2", DOR2, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Dac(); });
}

TEST_F(DacTest, every_holding_register_reaches_the_outputs) {
    struct Row {
        std::uint32_t reg, value, first, second;
    };
    for (const Row& row : {Row{DHR12R1, 0xABC, 0xABC, 0}, Row{DHR12L1, 0xABCF, 0xABC, 0}, Row{DHR8R1, 0xAB, 0xAB0, 0},
                           Row{DHR12R2, 0xABC, 0, 0xABC}, Row{DHR12L2, 0xABC0, 0, 0xABC}, Row{DHR8R2, 0xAB, 0, 0xAB0},
                           Row{DHR12RD, 0x01230456, 0x456, 0x123}, Row{DHR12LD, 0x12304560, 0x456, 0x123},
                           Row{DHR8RD, 0x1245, 0x450, 0x120}}) {
        SCOPED_TRACE(row.reg);
        device.reset(fabric, ResetCause::software);
        write(CR, EN | EN << 16);
        write(row.reg, row.value);
        EXPECT_EQ(read(DOR1), row.first);
        EXPECT_EQ(read(DOR2), row.second);
    }
}

TEST_F(DacTest, a_software_trigger_loads_its_channel_alone) {
    const std::uint32_t channel = EN | TEN | 7u << 3;
    write(CR, channel | channel << 16);
    write(DHR12RD, 0x00220011);
    EXPECT_EQ(read(DOR1), 0u);
    write(SWTRIGR, 2);
    EXPECT_EQ(read(DOR1), 0u);
    EXPECT_EQ(read(DOR2), 0x22u);
    EXPECT_EQ(read(SWTRIGR), 0u);
}

// Table 74.
TEST_F(DacTest, triggers_are_those_of_the_table_and_ask_for_dma) {
    const Trigger triggers[] = {Trigger::trgo(6), Trigger::trgo(8), Trigger::trgo(7), Trigger::trgo(5),
                                Trigger::trgo(2), Trigger::trgo(4), Trigger::exti(9)};
    for (std::uint32_t source = 0; source < std::size(triggers); ++source) {
        SCOPED_TRACE(source);
        device.reset(fabric, ResetCause::software);
        fabric.dma_once.clear();
        write(CR, (EN | TEN | DMAEN | source << 3) << 16);
        write(DHR12R2, 0x123);
        EXPECT_EQ(fabric.wanted, triggers[source].mask());
        device.triggered(fabric, Trigger::trgo(1));
        EXPECT_EQ(read(DOR2), 0u);
        device.triggered(fabric, triggers[source]);
        EXPECT_EQ(read(DOR2), 0x123u);
        EXPECT_EQ(fabric.dma_once, std::vector{DmaRequest::dac_channel2});
    }
}

TEST_F(DacTest, a_triangle_rises_to_its_amplitude_and_falls_again) {
    write(CR, EN | TEN | 7u << 3 | 2u << 6 | 1u << 8);  // amplitude 3
    write(DHR12R1, 100);
    std::vector<std::uint32_t> outputs;
    for (int i = 0; i < 8; ++i) {
        write(SWTRIGR, 1);
        outputs.push_back(read(DOR1));
    }
    EXPECT_EQ(outputs, (std::vector<std::uint32_t>{100, 101, 102, 103, 102, 101, 100, 101}));
}

TEST_F(DacTest, noise_is_masked_added_and_saturated) {
    write(CR, EN | TEN | 7u << 3 | 1u << 6 | 3u << 8);  // four bits of the LFSR, which starts with 0xAAA
    write(DHR12R1, 0x100);
    write(SWTRIGR, 1);
    EXPECT_EQ(read(DOR1), 0x10Au);
    write(SWTRIGR, 1);
    EXPECT_EQ(read(DOR1), 0x105u);
    write(DHR12R1, 0xFFF);
    write(SWTRIGR, 1);
    EXPECT_EQ(read(DOR1), 0xFFFu);
}

}  // namespace
}  // namespace jig::machine
