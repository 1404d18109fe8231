// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/afio.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

TEST(Afio, registers_reset_and_keep_the_bits_the_manual_prints) {
    RecordingFabric fabric;
    const RegisterRow rows[] = {
        {"EVCR", 0x00, 0, 0xFF},      {"MAPR", 0x04, 0, 0x001FFFFF},  {"EXTICR1", 0x08, 0, 0xFFFF},
        {"EXTICR2", 0x0C, 0, 0xFFFF}, {"EXTICR3", 0x10, 0, 0xFFFF},   {"EXTICR4", 0x14, 0, 0xFFFF},
        {"reserved", 0x18, 0, 0},     {"MAPR2", 0x1C, 0, 0x000007E0},
    };
    testing::expect_registers(fabric, rows, [] { return Afio(); });
}

TEST(Afio, swj_cfg_decides_who_owns_the_debug_pins) {
    struct Row {
        std::uint32_t swj_cfg;
        bool swd, jtag;
    };
    // The four values with a meaning in order, then those that have no effect: the last valid one stays.
    const Row rows[] = {{0, true, true},   {1, true, true},   {2, true, false},  {4, false, false}, {3, false, false},
                        {5, false, false}, {6, false, false}, {7, false, false}, {0, true, true}};
    RecordingFabric fabric;
    Afio afio;
    for (const Row& row : rows) {
        SCOPED_TRACE(row.swj_cfg);
        write_word(afio, fabric, 0x04, row.swj_cfg << 24 | 1);
        EXPECT_EQ(afio.swd_enabled(), row.swd);
        EXPECT_EQ(afio.jtag_enabled(), row.jtag);
        EXPECT_EQ(testing::read_word(afio, fabric, 0x04), 1u);
    }
    write_word(afio, fabric, 0x04, 4u << 24);
    afio.reset(fabric, ResetCause::software);
    EXPECT_TRUE(afio.swd_enabled());
}

TEST(Afio, exticr_names_the_port_of_each_line) {
    RecordingFabric fabric;
    Afio afio;
    EXPECT_EQ(afio.exti_port(13), 'A');
    write_word(afio, fabric, 0x08, 0x6543);
    write_word(afio, fabric, 0x14, 0x0020);
    EXPECT_EQ(afio.exti_port(0), 'D');
    EXPECT_EQ(afio.exti_port(3), 'G');
    EXPECT_EQ(afio.exti_port(13), 'C');
    EXPECT_EQ(afio.exti_port(4), 'A');
}

}  // namespace
}  // namespace jig::machine
