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
    pwr.enter_standby();
    pwr.wakeup_event();
    pwr.reset(fabric, ResetCause::pin);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 3u);
    write_word(pwr, fabric, CSR, 0);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 3u);
    write_word(pwr, fabric, CR, 1u << 2);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 2u);
    write_word(pwr, fabric, CR, 1u << 3);
    EXPECT_EQ(read_word(pwr, fabric, CSR), 0u);
}

TEST(Pwr, resets_clear_what_the_manual_says) {
    struct Row {
        const char* name;
        bool standby, event;
        ResetCause cause;
        std::uint32_t csr;  // with EWUP set before
    };
    const Row rows[] = {
        {"a system reset clears WUF and EWUP", false, true, ResetCause::software, 0},
        {"nRST in Standby", true, false, ResetCause::pin, 2},
        {"the watchdog in Standby", true, false, ResetCause::independent_watchdog, 2},
        {"a wakeup event in Standby", true, true, ResetCause::pin, 0x103},
        {"power-on", true, true, ResetCause::power_on, 0},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        RecordingFabric fabric;
        fabric.board[{'A', 0}] = Level::low;
        Pwr pwr;
        write_word(pwr, fabric, CSR, 0x100);
        if (row.standby) pwr.enter_standby();
        if (row.event) pwr.wakeup_event();
        pwr.reset(fabric, row.cause);
        EXPECT_EQ(read_word(pwr, fabric, CSR), row.csr);
    }
}

TEST(Pwr, ewup_pulls_wkup_down_and_finds_a_pin_that_is_high_already) {
    struct Row {
        Level board;
        std::uint32_t csr;
    };
    for (const Row& row : {Row{Level::floating, 0x100}, Row{Level::low, 0x100}, Row{Level::high, 0x101}}) {
        RecordingFabric fabric;
        fabric.board[{'A', 0}] = row.board;
        Pwr pwr;
        write_word(pwr, fabric, CSR, 0x100);
        EXPECT_EQ(read_word(pwr, fabric, CSR), row.csr);
    }
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
