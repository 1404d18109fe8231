// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/bkp.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR = 0x30, CSR = 0x34;

std::uint32_t data_offset(unsigned number) { return number <= 10 ? 4 * number : 0x40 + 4 * (number - 11); }

struct BkpTest : ::testing::Test {
    BkpTest() { fabric.dbp = true; }
    std::uint32_t read(std::uint32_t offset) { return read_word(bkp, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(bkp, fabric, offset, value); }

    RecordingFabric fabric;
    Bkp bkp{42};
};

TEST_F(BkpTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    fabric.board[Pin{'C', 13}] = Level::low;
    const RegisterRow rows[] = {{"RTCCR", 0x2C, 0, 0x3FF}, {"CSR", CSR, 0, 4}, {"hole", 0x38, 0, 0}};
    testing::expect_registers(fabric, rows, [] { return Bkp(42); });
    write(CR, 0xFFFFFFFD);  // TPE with TPAL = 0: a low pin is no tamper
    EXPECT_EQ(read(CR), 1u);
    write(CR, 0xFFFFFFFE);
    EXPECT_EQ(read(CR), 2u);
}

TEST_F(BkpTest, data_registers_are_half_words_kept_outside_the_device) {
    for (unsigned number = 1; number <= 42; ++number) write(data_offset(number), 0xABCD0000 + 0x101 * number);
    for (unsigned number = 1; number <= 42; ++number) {
        EXPECT_EQ(read(data_offset(number)), 0x101 * number) << number;
        EXPECT_EQ(fabric.backup_bytes[2 * (number - 1)], number);
    }
    bkp.reset(fabric, ResetCause::power_on);
    EXPECT_EQ(read(data_offset(42)), 0x101u * 42);
}

TEST_F(BkpTest, low_and_medium_density_have_ten_data_registers) {
    bkp = Bkp{10};
    fabric.backup_bytes.resize(BackupDomain::size_bytes(10));
    write(data_offset(10), 0x1234);
    write(data_offset(11), 0x5678);
    EXPECT_EQ(read(data_offset(10)), 0x1234u);
    EXPECT_EQ(read(data_offset(11)), 0u);
}

TEST_F(BkpTest, without_dbp_nothing_is_written) {
    fabric.dbp = false;
    write(data_offset(1), 0x5A5A);
    write(0x2C, 0x3FF);
    EXPECT_EQ(read(data_offset(1)), 0u);
    EXPECT_EQ(read(0x2C), 0u);
}

TEST_F(BkpTest, a_backup_domain_reset_ends_the_interrupt_too) {
    write(CSR, 4);
    write(CR, 1);  // the pin floats high
    EXPECT_TRUE(fabric.irqs.contains(2));
    fabric.backup().reset();
    bkp.backup_domain_was_reset(fabric);
    EXPECT_EQ(read(CSR), 0u);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(BkpTest, tamper_erases_data_and_interrupts) {
    const Pin tamper{'C', 13};
    fabric.board[tamper] = Level::low;
    write(data_offset(3), 0x1111);
    write(CSR, 4);
    write(CR, 1);
    EXPECT_EQ(read(data_offset(3)), 0x1111u);
    fabric.board[tamper] = Level::high;
    bkp.pads_changed(fabric);
    EXPECT_EQ(read(data_offset(3)), 0u);
    EXPECT_EQ(read(CSR), 0x304u);
    EXPECT_TRUE(fabric.irqs.contains(2));
    write(CSR, 0x4 | 0x2 | 0x1);
    EXPECT_EQ(read(CSR), 4u);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(BkpTest, data_registers_stay_erased_as_long_as_tef_is_set) {
    write(CR, 1);  // the pin floats high
    write(data_offset(3), 0x1111);
    EXPECT_EQ(read(data_offset(3)), 0u);
    write(CSR, 1);  // CTE
    write(data_offset(3), 0x1111);
    EXPECT_EQ(read(data_offset(3)), 0x1111u);
}

TEST_F(BkpTest, clearing_tpie_clears_tif) {
    write(CSR, 4);
    write(CR, 1);
    EXPECT_EQ(read(CSR), 0x304u);
    write(CSR, 0);
    EXPECT_EQ(read(CSR), 0x100u);
}

TEST_F(BkpTest, a_tamper_level_already_there_counts_when_the_detector_is_enabled) {
    fabric.board[Pin{'C', 13}] = Level::low;
    write(data_offset(3), 0x1111);
    write(CR, 3);  // active low
    EXPECT_EQ(read(data_offset(3)), 0u);
    EXPECT_EQ(read(CSR), 0x100u);  // TIF needs TPIE
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(BkpTest, tpie_and_tif_do_not_outlive_a_system_reset) {
    write(CSR, 4);
    write(CR, 1);  // the pin floats high
    EXPECT_EQ(read(CSR), 0x304u);
    bkp.reset(fabric, ResetCause::software);
    EXPECT_EQ(read(CSR), 0x100u);
    EXPECT_TRUE(fabric.irqs.empty());
}

}  // namespace
}  // namespace jig::machine
