// SPDX-License-Identifier: Apache-2.0
#include "machine/testing/chip_on_desk.hpp"
#include "machine/testing/idle_program.hpp"
#include "machine/testing/timer_rig.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using namespace testing::tim;
using enum DmaRequest;
using Requests = std::vector<DmaRequest>;

constexpr std::uint32_t DMAR = 0x4C;
constexpr std::uint32_t UDE = 1u << 8, CC1DE = 1u << 9, CC3DE = 1u << 11, CC4DE = 1u << 12;

using TimerDmaTest = testing::TimerRig;

TEST_F(TimerDmaTest, every_update_asks_whether_its_flag_was_cleared_or_not) {
    write(DIER, UDE);
    start(99);
    fabric.dma_once.clear();
    EXPECT_EQ(fabric.appointment, fabric.time + 100us);
    pass(250us);
    EXPECT_EQ(fabric.dma_once, (Requests{tim2_up, tim2_up}));
}

TEST_F(TimerDmaTest, nothing_is_asked_that_dier_does_not_enable) {
    start(99);
    pass(1ms);
    EXPECT_TRUE(fabric.dma_once.empty());
}

TEST_F(TimerDmaTest, compare_channels_ask_at_their_match_or_with_ccds_at_the_update) {
    struct Row {
        std::uint32_t cr2;
        Requests early, late;
    };
    const Row rows[] = {{0, {tim2_ch1, tim2_ch3}, {tim2_ch1, tim2_ch3}}, {8, {}, {tim2_ch1, tim2_ch3}}};
    for (const Row& row : rows) {
        use(2);
        write(CR2, row.cr2);
        write(CCR1, 10);
        write(CCR1 + 8, 20);
        start(99);
        fabric.dma_once.clear();
        write(DIER, CC1DE | CC3DE);
        pass(50us);
        read(SR);
        EXPECT_EQ(fabric.dma_once, row.early);
        pass(50us);
        EXPECT_EQ(fabric.dma_once, row.late);
    }
}

TEST_F(TimerDmaTest, channels_without_a_line_ask_nothing) {
    use(4);
    write(DIER, CC4DE);
    start(99);
    pass(1ms);
    EXPECT_TRUE(fabric.dma_once.empty());
}

TEST_F(TimerDmaTest, a_burst_writes_the_registers_from_dba_on_and_asks_until_it_is_through) {
    write(DIER, UDE);
    write(DCR, 2u << 8 | 13);  // three transfers from CCR1 on
    start(99);
    for (int round = 0; round < 2; ++round) {
        pass(100us);
        fabric.dma_once.clear();
        write(DMAR, 11);
        write(DMAR, 12);
        EXPECT_EQ(fabric.dma_once, (Requests{tim2_up, tim2_up}));
        write(DMAR, 13);
        EXPECT_EQ(fabric.dma_once.size(), 2u);
        EXPECT_EQ(read(CCR1), 11u);
        EXPECT_EQ(read(CCR1 + 4), 12u);
        EXPECT_EQ(read(CCR1 + 8), 13u);
    }
}

TEST_F(TimerDmaTest, a_preloaded_compare_value_keeps_what_happened_before_it) {
    write(CCMR1, 8);  // OC1PE
    write(CCR1, 10);
    start(99);
    fabric.time += 120us;
    write(CCR1, 60);
    EXPECT_EQ(read(SR) & 3, 3u) << "the match at 10 and the update";
    write(SR, 0);
    fabric.time += 60us;
    EXPECT_EQ(read(SR) & 2, 0u) << "60 is not in force before the next update";
    fabric.time += 81us;
    EXPECT_EQ(read(SR) & 3, 3u);
}

using TimerDmaPadsTest = testing::TimerPadsRig;

TEST_F(TimerDmaPadsTest, a_captured_value_is_fetched) {
    write(CCMR1, 1);
    write(CCER, 1);
    write(DIER, CC1DE);
    set(testing::pa6, Level::low);
    set(testing::pa6, Level::high);
    EXPECT_EQ(fabric.dma_once, (Requests{tim3_ch1}));
}

// The way of LED strips and waveforms: a table goes word by word, at each update, to a port.
TEST(TimerDmaOnTheChip, each_update_moves_one_word_to_a_port) {
    testing::ChipOnDesk desk;
    testing::install_idle(desk.memory.flash);
    desk.start();
    desk.write(0x40021014, 0x15);     // RCC_AHBENR: DMA1EN
    desk.write(0x40021018, 1u << 3);  // RCC_APB2ENR: IOPBEN
    desk.write(0x4002101C, 1);        // RCC_APB1ENR: TIM2EN
    for (std::uint32_t i = 0; i < 4; ++i) desk.write(0x20000100 + 4 * i, i + 1);
    desk.write(0x40020020, 4);           // DMA1_CNDTR2
    desk.write(0x40020024, 0x40010C0C);  // DMA1_CPAR2: GPIOB_ODR
    desk.write(0x40020028, 0x20000100);  // DMA1_CMAR2
    desk.write(0x4002001C, 0xA91);       // DMA1_CCR2: words, MINC, from memory, EN
    desk.write(0x4000002C, 799);         // TIM2_ARR: 100 us of 8 MHz
    desk.write(0x4000000C, UDE);
    desk.write(0x40000000, 1);
    desk.pass(50us);
    for (std::uint32_t i = 1; i <= 4; ++i) {
        desk.pass(100us);
        EXPECT_EQ(desk.read(0x40010C0C).value, i);
    }
    desk.pass(1ms);
    EXPECT_EQ(desk.read(0x40010C0C).value, 4u);
}

}  // namespace
}  // namespace jig::machine
