// SPDX-License-Identifier: Apache-2.0
// What timers put on pads, and the break input that takes it off.
#include <string>
#include <string_view>

#include "machine/testing/timer_rig.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using namespace testing::tim;
using enum Level;
using testing::pa6;
using testing::pa7;
using TimerPadsTest = testing::TimerPadsRig;

constexpr std::uint32_t MOE = 0x8000, UIF = 1, TIF = 0x40, BIF = 0x80;

TEST_F(TimerPadsTest, every_compare_mode_shows_its_waveform) {
    struct Row {
        const char* name;
        std::uint32_t mode, cr1;
        std::string_view levels;  // of every step from 0 on: ARR = 4, CCR1 = 2
    };
    const Row rows[] = {
        {"frozen", 0, 0, "LLLLLLLLLL"},
        {"active on match", 1, 0, "LLHHHHHHHH"},
        {"toggle", 3, 0, "LLHHHHHLLL"},
        {"forced inactive", 4, 0, "LLLLLLLLLL"},
        {"forced active", 5, 0, "HHHHHHHHHH"},
        {"PWM 1", 6, 0, "HHLLLHHLLL"},
        {"PWM 2", 7, 0, "LLHHHLLHHH"},
        {"PWM 1, down", 6, 0x10, "LLHHHLLHHH"},
        {"PWM 1, centred", 6, 0x60, "HHLLLLHHHH"},
        {"PWM 2, centred", 7, 0x60, "LLHHHHLLLL"},
    };
    fabric.watched = {pa6};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        use(3);
        write(CR1, row.cr1);
        write(CCR1, 2);
        write(CCMR1, row.mode << 4);
        write(CCER, 1);
        start(4, row.cr1);
        std::string seen;
        for (std::size_t step = 0; step < row.levels.size(); ++step) {
            seen += shown(pa6) == high ? 'H' : 'L';
            pass(1us);
        }
        EXPECT_EQ(seen, row.levels);
    }
}

TEST_F(TimerPadsTest, a_watched_pad_gets_every_edge_at_its_time_and_others_cost_nothing) {
    write(CCR1, 250);
    write(CCMR1, 0x60);
    start(999);
    write(CCER, 1);
    EXPECT_FALSE(fabric.appointment);
    fabric.watched = {pa6};
    timer.clocking_changed(fabric);
    EXPECT_EQ(shown(pa6), high);
    EXPECT_EQ(fabric.appointment, fabric.time + 250us);
    pass(250us);
    EXPECT_EQ(shown(pa6), low);
    pass(749us);
    EXPECT_EQ(shown(pa6), low);
    pass(1us);
    EXPECT_EQ(shown(pa6), high);
    write(CCER, 3);
    EXPECT_EQ(shown(pa6), low) << "CC1P inverts";
    write(CCER, 0);
    EXPECT_EQ(shown(pa6), floating);
}

TEST_F(TimerPadsTest, pwm_beyond_two_microseconds_a_round_is_not_shown_edge_by_edge) {
    fabric.watched = {pa6};
    write(CCR1, 3);
    write(CCMR1, 0x60);
    write(CCER, 1);
    write(ARR, 14);
    write(EGR, 1);
    write(SR, 0);
    write(CR1, CEN);
    EXPECT_FALSE(fabric.appointment);
}

TEST_F(TimerPadsTest, outputs_move_with_afio_mapr) {
    struct Row {
        unsigned timer;
        std::uint32_t mapr;
        Pin pin;
    };
    const Row rows[] = {
        {1, 0, {'A', 8}},        {1, 1u << 6, {'A', 8}}, {1, 3u << 6, {'E', 9}},   {2, 0, {'A', 0}},
        {2, 1u << 8, {'A', 15}}, {2, 2u << 8, {'A', 0}}, {3, 0, {'A', 6}},         {3, 2u << 10, {'B', 4}},
        {3, 3u << 10, {'C', 6}}, {4, 0, {'B', 6}},       {4, 1u << 12, {'D', 12}}, {5, 0, {'A', 0}},
        {8, 0, {'C', 6}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.timer);
        fabric.functions.clear();
        fabric.remap = 0;
        use(row.timer);
        write(BDTR, MOE);
        write(CCMR1, 0x50);
        write(CCER, 1);
        fabric.remap = row.mapr;
        timer.clocking_changed(fabric);
        EXPECT_EQ(shown(row.pin), high);
        EXPECT_EQ(std::ranges::count_if(fabric.functions, [](const auto& f) { return f.second != floating; }), 1);
        timer.reset(fabric, ResetCause::software);
        EXPECT_EQ(shown(row.pin), floating);
    }
}

// Table 83, with OC1REF active.
TEST_F(TimerPadsTest, advanced_outputs_obey_table_83) {
    constexpr std::uint32_t OSSI = 0x400, OSSR = 0x800, OIS1 = 0x100, OIS1N = 0x200;
    struct Row {
        const char* name;
        std::uint32_t bdtr, cr2, ccer;
        Level OC1, OC1N;
    };
    const Row rows[] = {
        {"MOE = 0", 0, 0, 5, floating, floating},
        {"MOE = 0, OSSI", OSSI, OIS1, 5, high, low},
        {"MOE = 0, OSSI, idle states turned", OSSI, OIS1N, 5, low, high},
        {"nothing enabled", MOE, 0, 0, floating, floating},
        {"OC1 alone", MOE, 0, 1, high, floating},
        {"OC1 alone, OSSR", MOE | OSSR, 0, 1, high, low},
        {"OC1 alone, OSSR, CC1NP", MOE | OSSR, 0, 9, high, high},
        {"OC1N alone", MOE, 0, 4, floating, high},
        {"OC1N alone, OSSR", MOE | OSSR, 0, 4, low, high},
        {"both", MOE, 0, 5, high, low},
        {"both, polarities turned", MOE, 0, 0xF, low, high},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        fabric.functions.clear();
        use(1);
        write(CCMR1, 0x50);
        write(BDTR, row.bdtr);
        write(CR2, row.cr2);
        write(CCER, row.ccer);
        EXPECT_EQ(shown({'A', 8}), row.OC1);
        EXPECT_EQ(shown({'B', 13}), row.OC1N);
    }
}

TEST_F(TimerPadsTest, the_break_input_clears_moe_and_aoe_brings_it_back) {
    constexpr std::uint32_t BKE = 0x1000, BKP = 0x2000, AOE = 0x4000;
    fabric.board[{'B', 12}] = low;
    use(8);
    fabric.board[pa6] = low;
    write(BDTR, MOE | BKE | BKP | AOE);
    write(DIER, 0x80);
    EXPECT_EQ(read(BDTR) & MOE, MOE);
    set(pa6, high);
    EXPECT_EQ(read(BDTR) & MOE, 0u);
    EXPECT_EQ(read(SR) & BIF, BIF);
    EXPECT_TRUE(fabric.irqs.contains(43));
    write(BDTR, MOE | BKE | BKP | AOE);
    EXPECT_EQ(read(BDTR) & MOE, 0u) << "while the input is active";
    set(pa6, low);
    start(9);
    pass(10us);
    EXPECT_EQ(read(BDTR) & MOE, MOE);
    write(EGR, 0x80);
    EXPECT_EQ(read(BDTR) & MOE, 0u) << "a break by software";
}

}  // namespace
}  // namespace jig::machine
