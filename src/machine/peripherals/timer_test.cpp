// SPDX-License-Identifier: Apache-2.0
#include "machine/testing/timer_rig.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using namespace testing::tim;
using testing::RegisterRow;

using TimerTest = testing::TimerRig;

TEST_F(TimerTest, general_registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR2", CR2, 0, 0xF8},       {"SMCR", SMCR, 0, 0xFFF7},    {"DIER", DIER, 0, 0x5F5F}, {"EGR", EGR, 0, 0},
        {"CCMR1", CCMR1, 0, 0xFFFF}, {"CCMR2", CCMR2, 0, 0xFFFF},  {"CCER", CCER, 0, 0x3333}, {"CNT", CNT, 0, 0xFFFF},
        {"PSC", PSC, 0, 0xFFFF},     {"ARR", ARR, 0xFFFF, 0xFFFF}, {"RCR", RCR, 0, 0},        {"CCR1", CCR1, 0, 0xFFFF},
        {"CCR2", CCR2, 0, 0xFFFF},   {"CCR3", 0x3C, 0, 0xFFFF},    {"CCR4", 0x40, 0, 0xFFFF}, {"BDTR", BDTR, 0, 0},
        {"DCR", DCR, 0, 0x1F1F},     {"CR1", CR1, 0, 0x3EF},
    };
    testing::expect_registers(fabric, rows, [] { return Timer(timer_config(2)); });
}

TEST_F(TimerTest, advanced_registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR2", CR2, 0, 0x7FFD}, {"DIER", DIER, 0, 0x7FFF}, {"CCER", CCER, 0, 0x3FFF},
        {"RCR", RCR, 0, 0xFF},   {"BDTR", BDTR, 0, 0x7FFF},
    };
    testing::expect_registers(fabric, rows, [] { return Timer(timer_config(1)); });
}

TEST_F(TimerTest, basic_timers_have_neither_compare_nor_slave_mode) {
    const RegisterRow rows[] = {
        {"CR1", CR1, 0, 0x8F},   {"CR2", CR2, 0, 0x70},        {"SMCR", SMCR, 0, 0}, {"DIER", DIER, 0, 0x101},
        {"CCMR1", CCMR1, 0, 0},  {"CCER", CCER, 0, 0},         {"CCR1", CCR1, 0, 0}, {"CNT", CNT, 0, 0xFFFF},
        {"PSC", PSC, 0, 0xFFFF}, {"ARR", ARR, 0xFFFF, 0xFFFF},
    };
    testing::expect_registers(fabric, rows, [] { return Timer(timer_config(6)); });
    use(6);
    start(9);
    pass(10us);
    EXPECT_EQ(read(SR), 1u);
}

TEST_F(TimerTest, the_counter_is_what_time_makes_of_it_and_wraps_at_arr) {
    start(99);
    struct Row {
        Picoseconds after;
        std::uint32_t cnt, uif;
    };
    const Row rows[] = {{0us, 0, 0}, {999ns, 0, 0}, {1ns, 1, 0}, {98us, 99, 0},
                        {1us, 0, 1}, {57us, 57, 1}, {1s, 57, 1}};
    for (const Row& row : rows) {
        pass(row.after);
        EXPECT_EQ(read(CNT), row.cnt);
        EXPECT_EQ(read(SR) & 1, row.uif);
    }
    write(SR, 0);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(42us);
    EXPECT_EQ(read(CNT), 99u);
    EXPECT_EQ(fabric.unchanged_until, fabric.time + 1us);
}

TEST_F(TimerTest, an_hour_of_fast_rounds_is_counted_not_walked) {
    write(ARR, 1);
    write(EGR, 1);
    write(SR, 0);
    write(CR1, CEN);
    pass(1h + 125ns);
    EXPECT_EQ(read(CNT), 1u);
    EXPECT_EQ(read(SR), 0x1Fu);
}

TEST_F(TimerTest, update_interrupts_come_at_their_time_and_only_then_is_the_device_woken) {
    start(999);
    EXPECT_FALSE(fabric.appointment);
    write(DIER, 1);
    EXPECT_EQ(fabric.appointment, fabric.time + 1ms);
    pass(1ms);
    EXPECT_TRUE(fabric.irqs.contains(28));
    write(SR, ~1u);
    EXPECT_TRUE(fabric.irqs.empty());
    EXPECT_EQ(fabric.appointment, fabric.time + 1ms);
}

TEST_F(TimerTest, prescaler_and_preloaded_arr_take_effect_at_the_next_update) {
    start(9, ARPE);
    write(ARR, 19);
    write(PSC, 15);
    pass(10us);
    EXPECT_EQ(read(SR) & 1, 1u);
    write(SR, 0);
    pass(39us);
    EXPECT_EQ(read(CNT), 19u);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 1, 1u);
}

TEST_F(TimerTest, without_preload_arr_takes_effect_at_once) {
    start(99);
    pass(5us);
    write(ARR, 9);
    pass(5us);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 1u);
    write(SR, 0);
    write(ARR, 99);
    pass(50us);
    write(ARR, 20);  // behind the counter: it runs on to 0xFFFF and wraps without an update
    pass(65486us);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 0u);
}

TEST_F(TimerTest, an_arr_of_zero_blocks_the_counter) {
    start(0);
    pass(1ms);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 0u);
}

TEST_F(TimerTest, compare_flags_rise_on_the_match_and_interrupt) {
    write(CCR1, 30);
    write(CCR2, 500);  // beyond ARR: matches at the overflow
    start(99);
    write(SR, 0);
    write(DIER, 2);
    EXPECT_EQ(fabric.appointment, fabric.time + 30us);
    pass(29us);
    EXPECT_EQ(read(SR) & 6, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 6, 2u);
    EXPECT_TRUE(fabric.irqs.contains(28));
    pass(70us);
    EXPECT_EQ(read(SR) & 6, 6u);
}

TEST_F(TimerTest, a_preloaded_compare_value_waits_for_the_update) {
    write(CCMR1, 8);  // OC1PE
    write(CCR1, 30);
    start(99);
    write(CCR1, 10);
    pass(25us);
    EXPECT_EQ(read(SR) & 2, 0u);
    EXPECT_EQ(read(CCR1), 10u);
    pass(5us);
    EXPECT_EQ(read(SR) & 2, 2u);
    pass(70us);
    write(SR, 0);
    pass(10us);
    EXPECT_EQ(read(SR) & 2, 2u);
}

TEST_F(TimerTest, a_capture_channel_compares_nothing) {
    write(CCMR1, 1);  // CC1S: input
    write(CCR1, 30);
    start(99);
    pass(60us);
    EXPECT_EQ(read(SR) & 2, 0u);
}

TEST_F(TimerTest, one_pulse_mode_stops_at_the_update) {
    start(99, OPM);
    pass(1s);
    EXPECT_EQ(read(CR1), OPM);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 1u);
    write(CR1, CEN | OPM);
    pass(50us);
    EXPECT_EQ(read(CNT), 50u);
}

TEST_F(TimerTest, down_counting_reloads_from_arr) {
    write(CR1, DIR);
    start(99, DIR);
    EXPECT_EQ(read(CNT), 99u);
    pass(99us);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(CNT), 99u);
    EXPECT_EQ(read(SR) & 1, 1u);
}

TEST_F(TimerTest, update_by_software_obeys_urs_and_udis) {
    start(99);
    pass(50us);
    write(EGR, 1);
    EXPECT_EQ(read(CNT), 0u);
    EXPECT_EQ(read(SR) & 1, 1u);
    write(SR, 0);
    write(CR1, CEN | URS);
    write(EGR, 1);
    EXPECT_EQ(read(SR) & 1, 0u);
    write(CR1, CEN | UDIS);
    write(EGR, 1);
    pass(150us);
    EXPECT_EQ(read(SR) & 1, 0u);
    EXPECT_EQ(read(CNT), 50u);
}

TEST_F(TimerTest, software_events_set_their_flags) {
    write(EGR, 0x5E);
    EXPECT_EQ(read(SR), 0x5Eu);
    write(DIER, 0x40);
    EXPECT_TRUE(fabric.irqs.contains(28));
}

TEST_F(TimerTest, repetitions_delay_the_update_of_an_advanced_timer) {
    use(1);
    write(RCR, 2);
    start(9);
    pass(29us);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 1, 1u);
    pass(300us);
    write(SR, 0);
    pass(29us);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 1, 1u);
}

TEST_F(TimerTest, advanced_timers_have_a_vector_per_kind_of_event) {
    use(8);
    write(DIER, 0x43);
    write(EGR, 1);
    EXPECT_TRUE(fabric.irqs.contains(44));
    write(SR, 0);
    write(EGR, 2);
    EXPECT_EQ(fabric.irqs, std::set<unsigned>{46});
    write(SR, 0);
    write(EGR, 0x40);
    EXPECT_EQ(fabric.irqs, std::set<unsigned>{45});
}

TEST_F(TimerTest, a_change_of_clock_keeps_what_was_counted) {
    start(9999);
    pass(100us);
    fabric.tree.timer1_hz = 4'000'000;
    timer.clocking_changed(fabric);
    pass(100us);
    EXPECT_EQ(read(CNT), 150u);
    fabric.clock_on = false;
    timer.clocking_changed(fabric);
    pass(100us);
    EXPECT_EQ(read(CNT), 150u);
}

TEST_F(TimerTest, a_halted_core_stops_it_only_with_its_stop_bit) {
    start(9999);
    fabric.halted = true;
    fabric.debug_control = 1u << 12;  // DBG_TIM3_STOP
    timer.clocking_changed(fabric);
    pass(100us);
    EXPECT_EQ(read(CNT), 100u);
    fabric.debug_control = 1u << 11;  // DBG_TIM2_STOP
    timer.clocking_changed(fabric);
    pass(100us);
    EXPECT_EQ(read(CNT), 100u);
}

TEST_F(TimerTest, stopping_keeps_the_counter_and_its_prescaler) {
    start(99);
    pass(10us + 500ns);
    write(CR1, 0);
    pass(1ms);
    EXPECT_EQ(read(CNT), 10u);
    write(CR1, CEN);
    pass(500ns);
    EXPECT_EQ(read(CNT), 11u);
}

TEST_F(TimerTest, centre_aligned_counting_turns_at_arr_and_at_zero) {
    struct Row {
        Picoseconds after;
        std::uint32_t cnt, dir, uif;
    };
    start(4, 0x60);
    const Row rows[] = {{3us, 3, 0, 0}, {1us, 4, DIR, 1}, {3us, 1, DIR, 1},
                        {1us, 0, 0, 1}, {2us, 2, 0, 1},   {8us, 2, 0, 1}};
    for (const Row& row : rows) {
        pass(row.after);
        EXPECT_EQ(read(CNT), row.cnt);
        EXPECT_EQ(read(CR1) & DIR, row.dir);
        EXPECT_EQ(read(SR) & 1, row.uif);
    }
    write(CR1, CEN | 0x60 | DIR);
    EXPECT_EQ(read(CR1) & DIR, 0u) << "read-only in centre-aligned modes";
}

TEST_F(TimerTest, centre_aligned_modes_set_compare_flags_in_their_direction) {
    struct Row {
        std::uint32_t cms;
        Picoseconds first;
    };
    for (const Row& row : {Row{1, 7us}, Row{2, 3us}, Row{3, 3us}}) {
        SCOPED_TRACE(row.cms);
        use(3);
        write(CCR1, 3);
        start(5, row.cms << 5);
        write(SR, 0);
        pass(row.first - 1us);
        EXPECT_EQ(read(SR) & 2, 0u);
        pass(1us);
        EXPECT_EQ(read(SR) & 2, 2u);
        write(SR, 0);
        pass(10us);
        EXPECT_EQ(read(SR) & 2, 2u);
        pass(10'000us);
        EXPECT_EQ(read(CNT), 3u);
    }
}

TEST_F(TimerTest, centre_aligned_repetitions_count_both_ends) {
    use(1);
    write(RCR, 3);
    start(10, 0x60);
    pass(39us);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 1, 1u);
    pass(400us);
    write(SR, 0);
    pass(39us);
    EXPECT_EQ(read(SR) & 1, 0u);
    pass(1us);
    EXPECT_EQ(read(SR) & 1, 1u);
}

}  // namespace
}  // namespace jig::machine
