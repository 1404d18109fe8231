// SPDX-License-Identifier: Apache-2.0
// What timers take from pads: captures, and the encoder that turns the counter.
#include "machine/testing/timer_rig.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using namespace testing::tim;
using enum Level;
using testing::pa6;
using testing::pa7;
using TimerCaptureTest = testing::TimerPadsRig;

TEST_F(TimerCaptureTest, capture_takes_the_counter_on_the_chosen_edges) {
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

TEST_F(TimerCaptureTest, a_second_capture_before_the_first_was_read_is_an_overcapture) {
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
TEST_F(TimerCaptureTest, an_encoder_turns_the_counter_both_ways) {
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

}  // namespace
}  // namespace jig::machine
