// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/rtc.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CRH = 0x00, CRL = 0x04, PRLH = 0x08, PRLL = 0x0C, DIVH = 0x10, DIVL = 0x14, CNTH = 0x18,
                        CNTL = 0x1C, ALRH = 0x20, ALRL = 0x24;
constexpr std::uint32_t SECF = 1, ALRF = 2, OWF = 4, RSF = 8, CNF = 0x10, RTOFF = 0x20;
constexpr Picoseconds cycle{30'517'578};  // of 32.768 kHz

struct RtcTest : ::testing::Test {
    RtcTest() {
        fabric.dbp = true;
        fabric.tree.rtc_hz = 32'768;
        rtc.clocking_changed(fabric);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(rtc, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(rtc, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(rtc, fabric.time + time); }
    void configure(std::uint32_t prl, std::uint32_t cnt, std::uint32_t alr) {
        write(CRL, CNF);
        write(PRLH, prl >> 16);
        write(PRLL, prl & 0xFFFF);
        write(CNTH, cnt >> 16);
        write(CNTL, cnt & 0xFFFF);
        write(ALRH, alr >> 16);
        write(ALRL, alr & 0xFFFF);
        write(CRL, 0);
        pass(3 * cycle);
    }
    std::uint32_t count() { return read(CNTH) << 16 | read(CNTL); }

    RecordingFabric fabric;
    Rtc rtc;
};

TEST_F(RtcTest, registers_reset_as_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CRH", CRH, 0, 7},        {"CRL", CRL, RTOFF, 0},    {"PRLH", PRLH, 0, 0}, {"PRLL", PRLL, 0x8000, 0},
        {"DIVH", DIVH, 0, 0},      {"DIVL", DIVL, 0x8000, 0}, {"CNTH", CNTH, 0, 0}, {"CNTL", CNTL, 0, 0},
        {"ALRH", ALRH, 0xFFFF, 0}, {"ALRL", ALRL, 0xFFFF, 0},
    };
    RecordingFabric still;
    testing::expect_registers(still, std::span(rows).subspan(0, 1), [] { return Rtc(); });
    for (const RegisterRow& row : rows) {
        Rtc fresh;
        EXPECT_EQ(read_word(fresh, still, row.offset), row.reset) << row.name;
    }
}

TEST_F(RtcTest, registers_take_values_in_configuration_mode_only_and_three_cycles_later) {
    write(PRLL, 1);
    write(CNTL, 1);
    pass(1ms);
    EXPECT_EQ(read(PRLL), 0x8000u);
    write(CRL, CNF);
    write(PRLL, 0x7FFF);
    write(PRLH, 0xFFF1);
    write(CNTL, 0x1234);
    write(CNTH, 0x5678);
    EXPECT_EQ(read(CRL) & (CNF | RTOFF), CNF | RTOFF);
    write(CRL, 0);
    EXPECT_EQ(read(CRL) & (CNF | RTOFF), 0u);
    write(CRH, 7);
    EXPECT_EQ(read(CRH), 0u) << "RTOFF = 0: nothing can be written";
    pass(2 * cycle);
    EXPECT_EQ(read(CRL) & RTOFF, 0u);
    EXPECT_EQ(count(), 0u);
    pass(cycle);
    EXPECT_EQ(read(CRL) & RTOFF, RTOFF);
    EXPECT_EQ(count(), 0x56781234u);
    EXPECT_EQ(read(PRLH) << 16 | read(PRLL), 0x17FFFu);
    EXPECT_EQ(read(DIVH) << 16 | read(DIVL), 0x17FFFu);
}

TEST_F(RtcTest, nothing_enters_the_backup_domain_without_dbp) {
    fabric.dbp = false;
    configure(99, 5, 6);
    EXPECT_EQ(read(PRLL), 0x8000u);
    EXPECT_EQ(count(), 0u);
    write(CRH, 7);
    EXPECT_EQ(read(CRH), 7u);
}

TEST_F(RtcTest, counts_once_per_prescaler_period_with_its_flag_one_cycle_earlier) {
    configure(3, 100, 0xFFFFFFFF);
    write(CRL, 0);
    struct Row {
        std::uint32_t div, cnt, secf;
    };
    const Row rows[] = {{2, 100, 0}, {1, 100, 0}, {0, 100, 1}, {3, 101, 1}, {2, 101, 1}, {1, 101, 1}, {0, 101, 1}};
    for (const Row& row : rows) {
        pass(cycle);
        EXPECT_EQ(read(DIVL), row.div);
        EXPECT_EQ(count(), row.cnt);
        EXPECT_EQ(read(CRL) & SECF, row.secf);
        EXPECT_EQ(fabric.unchanged_until, fabric.time + cycle);
    }
    pass(4000 * cycle);
    EXPECT_EQ(count(), 1101u);
}

TEST_F(RtcTest, a_month_is_counted_not_walked) {
    configure(0x7FFF, 0, 0xFFFFFFFF);
    for (int day = 0; day < 30; ++day) pass(24h);
    EXPECT_EQ(count(), 30u * 86400u);
}

TEST_F(RtcTest, the_alarm_leaves_through_exti_whether_its_interrupt_is_enabled_or_not) {
    configure(3, 0, 2);
    const Picoseconds start = fabric.time;
    pass(11 * cycle);
    ASSERT_EQ(fabric.exti_pulses.size(), 1u);
    EXPECT_EQ(fabric.exti_pulses[0], (std::pair{17u, start + 11 * cycle}));
    EXPECT_EQ(read(CRL) & ALRF, ALRF);
    EXPECT_EQ(count(), 2u) << "the last cycle before it becomes ALR + 1";
    EXPECT_TRUE(fabric.irqs.empty());
    write(CRH, 2);
    EXPECT_TRUE(fabric.irqs.contains(3));
    write(CRL, ~ALRF);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(1000 * cycle);
    EXPECT_EQ(fabric.exti_pulses.size(), 1u);
}

TEST_F(RtcTest, second_and_overflow_interrupts_come_at_their_edge) {
    configure(9, 0xFFFFFFFE, 5);
    write(CRL, 0);
    write(CRH, 1);
    pass(9 * cycle - Picoseconds{1});
    EXPECT_TRUE(fabric.irqs.empty());
    pass(Picoseconds{1});
    EXPECT_TRUE(fabric.irqs.contains(3));
    write(CRH, 4);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(10 * cycle);
    EXPECT_TRUE(fabric.irqs.contains(3));
    EXPECT_EQ(read(CRL) & OWF, OWF);
    pass(cycle);
    EXPECT_EQ(count(), 0u);
}

TEST_F(RtcTest, after_a_system_reset_the_counter_is_still_there_once_synchronized) {
    configure(0x7FFF, 1000, 0xFFFFFFFF);
    write(CRH, 7);
    pass(5s);
    rtc.reset(fabric, ResetCause::software);
    EXPECT_EQ(read(CRH), 0u);
    EXPECT_EQ(read(CRL), RTOFF);
    EXPECT_EQ(count(), 0u) << "18.3.3: the first read may be corrupted";
    pass(cycle);
    EXPECT_EQ(read(CRL) & RSF, RSF);
    EXPECT_EQ(count(), 1005u);
    rtc.backup_domain_was_reset(fabric);
    EXPECT_EQ(count(), 0u);
    EXPECT_EQ(read(PRLL), 0x8000u);
    EXPECT_EQ(read(ALRH), 0xFFFFu);
}

TEST_F(RtcTest, without_a_clock_nothing_is_ever_done) {
    fabric.tree.rtc_hz = 0;
    rtc.clocking_changed(fabric);
    write(CRL, CNF);
    write(CNTL, 7);
    write(CRL, 0);
    pass(24h);
    EXPECT_EQ(read(CRL) & (RTOFF | RSF), 0u);
    fabric.tree.rtc_hz = 40'000;
    rtc.clocking_changed(fabric);
    pass(75us);
    EXPECT_EQ(read(CRL) & (RTOFF | RSF), RTOFF | RSF);
    EXPECT_EQ(count(), 7u);
}

}  // namespace
}  // namespace jig::machine
