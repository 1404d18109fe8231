// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/fsmc.hpp"

#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::ChipOnDesk;
using testing::RecordingFabric;
using testing::RegisterRow;

TEST(Fsmc, registers_reset_and_keep_the_bits_the_manual_prints) {
    RecordingFabric fabric;
    const RegisterRow rows[] = {
        {"BCR1", 0x000, 0x30DB, 0xFFF7F},         {"BTR1", 0x004, 0x0FFFFFFF, 0x3FFFFFFF},
        {"BCR2", 0x008, 0x30D2, 0xFFF7F},         {"BTR4", 0x01C, 0x0FFFFFFF, 0x3FFFFFFF},
        {"BWTR1", 0x104, 0x0FFFFFFF, 0x300FFFFF}, {"BWTR4", 0x11C, 0x0FFFFFFF, 0x300FFFFF},
        {"PCR2", 0x060, 0x18, 0xFFE7E},           {"SR3", 0x084, 0x40, 0x3F},
        {"PMEM4", 0x0A8, 0xFCFCFCFC, 0xFFFFFFFF}, {"PATT2", 0x06C, 0xFCFCFCFC, 0xFFFFFFFF},
        {"PIO4", 0x0B0, 0xFCFCFCFC, 0xFFFFFFFF},  {"ECCR2", 0x074, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Fsmc(); });
}

TEST(Fsmc, banks_answer_while_they_are_enabled_and_float_high) {
    constexpr std::uint32_t AHBENR = 0x40021014, BCR1 = 0xA0000000, BCR3 = 0xA0000010, PCR2 = 0xA0000060;
    struct Row {
        const char* name;
        std::uint32_t address;
        std::uint32_t reg, value;  // written before
        bool answers;
    };
    const Row rows[] = {
        {"NOR 1 is enabled after reset", 0x60000000, 0, 0, true},
        {"NOR 1 switched off", 0x60000000, BCR1, 0x30DA, false},
        {"NOR 1 without FACCEN", 0x63FFFFFC, BCR1, 0x309B, false},
        {"SRAM needs no FACCEN", 0x60000000, BCR1, 0x1011, true},
        {"NOR 3 is off after reset", 0x68000000, 0, 0, false},
        {"NOR 3 switched on", 0x68000000, BCR3, 0x30DB, true},
        {"NAND is off after reset", 0x70000000, 0, 0, false},
        {"NAND switched on", 0x70000000, PCR2, 0x1C, true},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        ChipOnDesk desk;
        desk.start();
        EXPECT_TRUE(desk.read(row.address).fault) << "without a clock";
        desk.write(AHBENR, 0x114);
        if (row.reg != 0) desk.write(row.reg, row.value);
        const DebugReply reply = desk.read(row.address);
        EXPECT_EQ(reply.fault, !row.answers);
        EXPECT_EQ(desk.write(row.address, 0).fault, !row.answers);
        if (!row.answers) continue;
        EXPECT_EQ(reply.value, 0xFFFFFFFFu);
        EXPECT_EQ(desk.read(row.address, Width::half).value, 0xFFFFu);
        EXPECT_TRUE(desk.chip.unmodelled().empty());
    }
}

}  // namespace
}  // namespace jig::machine
