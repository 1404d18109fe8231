// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/dbgmcu.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

TEST(Dbgmcu, registers_reset_and_keep_the_bits_the_manual_prints) {
    RecordingFabric fabric;
    fabric.debugger = true;
    const RegisterRow rows[] = {{"IDCODE", 0, 0x10036414, 0}, {"CR", 4, 0, 0x7E3FFFE7}};
    testing::expect_registers(fabric, rows, [] { return Dbgmcu(0x10036414); });
}

TEST(Dbgmcu, without_a_debugger_the_program_reads_zero_and_writes_nothing) {
    RecordingFabric fabric;
    Dbgmcu dbgmcu{0x10036414};
    EXPECT_EQ(read_word(dbgmcu, fabric, 0), 0u);
    write_word(dbgmcu, fabric, 4, 7);
    EXPECT_EQ(dbgmcu.cr(), 0u);
}

TEST(Dbgmcu, cr_is_cleared_by_power_on_only) {
    RecordingFabric fabric;
    fabric.debugger = true;
    Dbgmcu dbgmcu{0x10036414};
    write_word(dbgmcu, fabric, 4, 0x107);
    dbgmcu.reset(fabric, ResetCause::software);
    EXPECT_EQ(dbgmcu.cr(), 0x107u);
    dbgmcu.reset(fabric, ResetCause::power_on);
    EXPECT_EQ(dbgmcu.cr(), 0u);
}

}  // namespace
}  // namespace jig::machine
