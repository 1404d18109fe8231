// SPDX-License-Identifier: Apache-2.0
// What timers put on pads and take from them, and how they trigger each other.
#include "machine/peripherals/timer.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using enum Level;
using testing::read_word;
using testing::RecordingFabric;
using testing::write_word;

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SMCR = 0x08, DIER = 0x0C, SR = 0x10, EGR = 0x14, CCMR1 = 0x18,
                        CCER = 0x20, CNT = 0x24, PSC = 0x28, ARR = 0x2C, CCR1 = 0x34, CCR2 = 0x38, BDTR = 0x44;
constexpr std::uint32_t CEN = 1, OPM = 8, MOE = 0x8000, UIF = 1, TIF = 0x40, BIF = 0x80;

struct TimerPadsTest : ::testing::Test {
    TimerPadsTest() { use(3); }
    void use(unsigned number) {
        timer = Timer(timer_config(number));
        timer.reset(fabric, ResetCause::power_on);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(timer, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(timer, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(timer, fabric.time + time); }
    // 8 MHz / 8: one step each microsecond.
    void start(std::uint32_t arr, std::uint32_t cr1 = 0) {
        write(PSC, 7);
        write(ARR, arr);
        write(EGR, 1);
        write(SR, 0);
        write(CR1, CEN | cr1);
    }
    void set(Pin pin, Level level) {
        fabric.board[pin] = level;
        timer.pads_changed(fabric);
    }
    [[nodiscard]] Level shown(Pin pin) const {
        const auto found = fabric.functions.find(pin);
        return found == fabric.functions.end() ? floating : found->second;
    }

    RecordingFabric fabric;
    Timer timer{timer_config(3)};
};

constexpr Pin pa6{'A', 6}, pa7{'A', 7};

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

TEST_F(TimerPadsTest, capture_takes_the_counter_on_the_chosen_edges) {
    struct Row {
        const char* name;
        std::uint32_t ccmr1, ccer;
        std::uint32_t ccr1;  // after rising at 10, falling at 20, rising at 30, falling at 40
    };
    const Row rows[] = {
        {"rising", 1, 1, 30},
        {"falling", 1, 3, 40},
        {"every second rising", 1 | 4, 1, 30},
        {"disabled", 1, 0, 0},
        {"every fourth rising", 1 | 8, 1, 0},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        fabric.board[pa6] = low;
        use(3);
        write(CCMR1, row.ccmr1);
        write(CCER, row.ccer);
        write(DIER, 2);
        start(999);
        for (const Level level : {high, low, high, low}) {
            pass(10us);
            set(pa6, level);
        }
        EXPECT_EQ(fabric.irqs.contains(29), row.ccr1 != 0);
        EXPECT_EQ((read(SR) & 2) != 0, row.ccr1 != 0);
        EXPECT_EQ(read(CCR1), row.ccr1);
        EXPECT_EQ(read(SR) & 2, 0u) << "reading the value clears the flag";
    }
}

TEST_F(TimerPadsTest, a_second_capture_before_the_first_was_read_is_an_overcapture) {
    fabric.board[pa6] = low;
    write(CCMR1, 0x0201);  // IC1 and IC2 both on TI1: PWM input
    write(CCER, 0x31);
    start(999);
    for (const Level level : {high, low, high}) {
        pass(7us);
        set(pa6, level);
    }
    EXPECT_EQ(read(SR) & 0x606, 0x206u);
    EXPECT_EQ(read(CCR1), 21u);
    EXPECT_EQ(read(CCR2), 14u);
    write(CCR1, 5);
    EXPECT_EQ(read(CCR1), 21u) << "read-only while it captures";
    write(EGR, 2);
    EXPECT_EQ(read(SR) & 2, 2u);
}

// Figure 93's sequence, RM0008 14.3.16 and table 81.
TEST_F(TimerPadsTest, an_encoder_turns_the_counter_both_ways) {
    struct Row {
        std::uint32_t sms, forward;  // counts after one whole turn of the phase
    };
    for (const Row& row : {Row{1, 2}, Row{2, 2}, Row{3, 4}}) {
        SCOPED_TRACE(row.sms);
        fabric.board[pa6] = fabric.board[pa7] = low;
        use(3);
        write(CCMR1, 0x0101);
        write(SMCR, row.sms);
        write(ARR, 0xFFFF);
        write(CR1, CEN);
        set(pa6, high), set(pa7, high), set(pa6, low), set(pa7, low);
        EXPECT_EQ(read(CNT), row.forward);
        EXPECT_EQ(read(CR1) & 0x10, 0u);
        set(pa7, high), set(pa6, high), set(pa7, low), set(pa6, low);
        EXPECT_EQ(read(CNT), 0u);
        EXPECT_EQ(read(CR1) & 0x10, 0x10u);
        set(pa7, high), set(pa6, high), set(pa7, low), set(pa6, low);
        EXPECT_EQ(read(CNT), 0x10000 - row.forward);
    }
}

TEST_F(TimerPadsTest, slave_modes_obey_the_edges_of_ti_1) {
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

TEST_F(TimerPadsTest, external_clock_mode_2_counts_edges_of_etr) {
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

TEST_F(TimerPadsTest, master_modes_give_their_trigger_at_its_time) {
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

TEST_F(TimerPadsTest, reset_and_enable_are_triggers_of_the_moment) {
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

TEST_F(TimerPadsTest, a_wanted_compare_output_is_a_trigger_of_its_own) {
    fabric.wanted_of = Trigger::compare(3, 2).mask();
    write(CCR2, 40);
    write(CCMR1, 0x7000);
    start(99);
    const Picoseconds begun = fabric.time;
    pass(99us);
    ASSERT_EQ(fabric.triggers.size(), 2u) << "UG's, MMS being 000, and this";
    EXPECT_EQ(fabric.triggers[1], (std::pair{Trigger::compare(3, 2), begun + 40us}));
}

TEST_F(TimerPadsTest, a_slave_listens_to_the_timer_behind_its_itr) {
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

TEST_F(TimerPadsTest, trigger_mode_starts_a_one_pulse_timer) {
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
