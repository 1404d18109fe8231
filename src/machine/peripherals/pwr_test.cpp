// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/pwr.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR = 0x00, CSR = 0x04;

TEST(Pwr, registers_reset_and_keep_the_bits_the_manual_prints) {
    RecordingFabric fabric;
    const RegisterRow rows[] = {{"CR", CR, 0, 0x1F3}, {"CSR", CSR, 0, 0x100}};
    testing::expect_registers(fabric, rows, [] { return Pwr(); });
}

TEST(Pwr, dbp_opens_the_backup_domain_until_any_reset) {
    RecordingFabric fabric;
    Pwr pwr;
    EXPECT_FALSE(pwr.backup_writable());
    write_word(pwr, fabric, CR, 0x100);
    EXPECT_TRUE(pwr.backup_writable());
    pwr.reset(fabric, ResetCause::software);
    EXPECT_FALSE(pwr.backup_writable());
}

TEST(Pwr, standby_and_wakeup_flags_are_cleared_by_their_bits) {
    RecordingFabric fabric;
    Pwr pwr;
    pwr.was_in_standby(true);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 3u);
    write_word(pwr, fabric, CSR, 0);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 3u);
    write_word(pwr, fabric, CR, 1u << 2);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 2u);
    pwr.was_in_standby(true);
    write_word(pwr, fabric, CSR, 0x100);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 0x103u);
    pwr.reset(fabric, ResetCause::software);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 2u);  // SBF outlives a system reset
    write_word(pwr, fabric, CR, 1u << 3);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 0u);
    pwr.was_in_standby(true);
    pwr.reset(fabric, ResetCause::power_on);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 0u);
}

TEST(Pwr, pdds_chooses_standby) {
    RecordingFabric fabric;
    Pwr pwr;
    EXPECT_FALSE(pwr.deep_sleep_is_standby());
    write_word(pwr, fabric, CR, 2);
    EXPECT_TRUE(pwr.deep_sleep_is_standby());
}

}  // namespace
}  // namespace jig::machine
