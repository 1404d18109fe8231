// SPDX-License-Identifier: Apache-2.0
// How pads and other timers drive a timer, and what it tells them.
#include <algorithm>
#include <utility>

#include "machine/testing/timer_rig.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using namespace testing::tim;
using enum Level;
using testing::pa6;
using TimerTriggerTest = testing::TimerPadsRig;

constexpr std::uint32_t UIF = 1, TIF = 0x40;

TEST_F(TimerTriggerTest, slave_modes_obey_the_edges_of_ti_1) {
    struct Row {
        const char* name;
        std::uint32_t sms, cr1, psc;
        std::uint32_t cnt;  // after 10 us low, 10 us high and 10 us low
    };
    const Row rows[] = {
        {"reset: since the rising edge", 4, CEN, 7, 20},
        {"gated: while it was high", 5, CEN, 7, 10},
        {"trigger: since the rising edge", 6, 0, 7, 20},
        {"external clock 1: rising edges", 7, CEN, 0, 1},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        fabric.board[pa6] = low;
        use(3);
        write(CCMR1, 1);
        write(SMCR, row.sms | 5u << 4);
        write(PSC, row.psc);
        write(ARR, 999);
        write(EGR, 1);
        write(SR, 0);
        write(CR1, row.cr1);
        pass(10us);
        set(pa6, high);
        pass(10us);
        set(pa6, low);
        pass(10us);
        EXPECT_EQ(read(CNT), row.cnt);
        EXPECT_EQ(read(SR) & TIF, TIF);
    }
}

TEST_F(TimerTriggerTest, external_clock_mode_2_counts_edges_of_etr) {
    constexpr Pin etr{'D', 2};
    fabric.board[etr] = low;
    write(SMCR, 1u << 14 | 1u << 12);  // ECE, ETPS: by 2
    write(ARR, 9);
    write(CR1, CEN);
    for (int edge = 0; edge < 24; ++edge) set(etr, edge % 2 == 0 ? high : low);
    EXPECT_EQ(read(CNT), 6u);
    write(SMCR, 1u << 14 | 1u << 15);  // falling edges
    set(etr, high);
    EXPECT_EQ(read(CNT), 6u);
    set(etr, low);
    EXPECT_EQ(read(CNT), 7u);
}

TEST_F(TimerTriggerTest, master_modes_give_their_trigger_at_its_time) {
    struct Row {
        const char* name;
        std::uint32_t mms;
        Picoseconds at;
    };
    const Row rows[] = {{"update", 2, 100us}, {"compare pulse", 3, 30us}, {"OC1REF", 4, 30us}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        fabric.triggers.clear();
        fabric.wanted_of = Trigger::trgo(3).mask();
        use(3);
        write(CCR1, 30);
        write(CCMR1, 0x70);
        start(99, OPM);
        write(CR2, row.mms << 4);
        const Picoseconds begun = fabric.time;
        pass(1ms);
        ASSERT_FALSE(fabric.triggers.empty());
        EXPECT_TRUE(std::ranges::any_of(
            fabric.triggers, [&](const auto& t) { return t.first == Trigger::trgo(3) && t.second == begun + row.at; }));
    }
}

TEST_F(TimerTriggerTest, reset_and_enable_are_triggers_of_the_moment) {
    write(CR2, 0);
    write(EGR, 1);
    ASSERT_EQ(fabric.triggers.size(), 1u);
    EXPECT_EQ(fabric.triggers[0].first, Trigger::trgo(3));
    write(CR2, 0x10);
    write(EGR, 1);
    EXPECT_EQ(fabric.triggers.size(), 1u);
    write(CR1, CEN);
    write(CR1, CEN);
    EXPECT_EQ(fabric.triggers.size(), 2u);
}

TEST_F(TimerTriggerTest, a_wanted_compare_output_is_a_trigger_of_its_own) {
    fabric.wanted_of = Trigger::compare(3, 2).mask();
    write(CCR2, 40);
    write(CCMR1, 0x7000);
    start(99);
    const Picoseconds begun = fabric.time;
    pass(99us);
    ASSERT_EQ(fabric.triggers.size(), 2u) << "UG's, MMS being 000, and this";
    EXPECT_EQ(fabric.triggers[1], (std::pair{Trigger::compare(3, 2), begun + 40us}));
}

TEST_F(TimerTriggerTest, a_slave_listens_to_the_timer_behind_its_itr) {
    struct Row {
        unsigned timer, itr, master;
    };
    for (const Row& row : {Row{1, 0, 5}, Row{2, 1, 8}, Row{3, 2, 5}, Row{4, 3, 8}, Row{5, 3, 8}, Row{8, 3, 5}}) {
        SCOPED_TRACE(row.timer);
        use(row.timer);
        write(SMCR, row.itr << 4);
        EXPECT_EQ(fabric.wanted, 0u);
        write(SMCR, row.itr << 4 | 7);
        EXPECT_EQ(fabric.wanted, Trigger::trgo(row.master).mask());
        write(CR1, CEN);
        timer.triggered(fabric, Trigger::trgo(row.master));
        timer.triggered(fabric, Trigger::trgo(row.master));
        EXPECT_EQ(read(CNT), 2u);
        EXPECT_EQ(read(SR) & TIF, TIF);
    }
}

TEST_F(TimerTriggerTest, trigger_mode_starts_a_one_pulse_timer) {
    write(PSC, 7);
    write(ARR, 49);
    write(EGR, 1);
    write(SR, 0);
    write(SMCR, 1u << 4 | 6);
    write(CR1, OPM);
    timer.triggered(fabric, Trigger::trgo(2));
    EXPECT_EQ(read(CR1), CEN | OPM);
    pass(50us);
    EXPECT_EQ(read(CR1), OPM);
    EXPECT_EQ(read(SR) & UIF, UIF);
}

}  // namespace
}  // namespace jig::machine
