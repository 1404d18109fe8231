// SPDX-License-Identifier: Apache-2.0
#include "machine/testing/usart_rig.hpp"

namespace jig::machine {
namespace {

using namespace testing::usart_bits;
using testing::RegisterRow;
using UsartTest = testing::UsartRig;

constexpr unsigned irq = 37;

TEST_F(UsartTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"BRR", BRR, 0, 0xFFFF}, {"CR1", CR1, 0, 0x3FFF},   {"CR2", CR2, 0, 0x7F6F},
        {"CR3", CR3, 0, 0x7FF},  {"GTPR", GTPR, 0, 0xFFFF},
    };
    testing::expect_registers(fabric, rows, [] { return Usart(usart_config(1)); });
    EXPECT_EQ(read(SR), 0xC0u);
}

TEST_F(UsartTest, each_number_has_its_vector_and_bus) {
    struct Row {
        unsigned number, position;
        Bus bus;
    };
    const Row rows[] = {
        {1, 37, Bus::apb2}, {2, 38, Bus::apb1}, {3, 39, Bus::apb1}, {4, 52, Bus::apb1}, {5, 53, Bus::apb1}};
    for (const Row& row : rows) {
        EXPECT_EQ(usart_config(row.number).irq, row.position);
        EXPECT_EQ(usart_config(row.number).bus, row.bus);
    }
}

TEST_F(UsartTest, a_byte_takes_its_frame_and_the_next_waits_in_the_data_register) {
    open();
    const Picoseconds start = fabric.time;
    write(DR, 'A');
    EXPECT_EQ(read(SR), TXE);  // straight into the shift register
    write(DR, 'B');
    EXPECT_EQ(read(SR), 0u);
    pass(frame - Picoseconds{1});
    EXPECT_TRUE(fabric.sent.empty());
    EXPECT_EQ(fabric.unchanged_until, start + frame);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR), TXE);
    pass(frame);
    EXPECT_EQ(read(SR), TXE | TC);
    EXPECT_EQ(fabric.unchanged_until, fabric.time + quiet_ahead);
    ASSERT_EQ(fabric.sent.size(), 2u);
    EXPECT_EQ(fabric.sent[0].byte, 'A');
    EXPECT_EQ(fabric.sent[0].usart, 1u);
    EXPECT_EQ(fabric.sent[0].at, start + frame);
    EXPECT_EQ(fabric.sent[1].byte, 'B');
    EXPECT_EQ(fabric.sent[1].at, start + 2 * frame);
}

TEST_F(UsartTest, an_idle_frame_goes_before_the_first_byte) {
    write(BRR, 80);
    write(CR1, UE | TE);
    write(DR, 'A');
    pass(frame);
    EXPECT_TRUE(fabric.sent.empty());
    pass(frame);
    EXPECT_EQ(fabric.sent.size(), 1u);
}

// Consoles that were set up a second time while a byte was leaving wait for TC before they send the next one.
TEST_F(UsartTest, tc_comes_with_the_end_of_the_idle_frame_when_te_cut_a_byte_off) {
    open();
    write(DR, 'A');
    pass(frame / 2);
    write(CR1, UE | RE);
    write(CR1, UE | TE | RE);
    pass(frame - Picoseconds{1});
    EXPECT_EQ(read(SR), TXE);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR), TXE | TC);
    EXPECT_TRUE(fabric.sent.empty());
}

TEST_F(UsartTest, tc_does_not_come_with_the_idle_frame_when_data_waits) {
    write(SR, ~TC);
    write(BRR, 80);
    write(CR1, UE | TE);
    write(DR, 'A');
    pass(frame);
    EXPECT_EQ(read(SR), TXE);
    pass(frame);
    EXPECT_EQ(read(SR), TXE | TC);
}

TEST_F(UsartTest, frame_length_follows_word_and_stop_bits) {
    struct Row {
        const char* name;
        std::uint32_t cr1, cr2;
        int half_bits;
    };
    const Row rows[] = {
        {"8N1", 0, 0, 20},
        {"9 data bits", 1u << 12, 0, 22},
        {"2 stop bits", 0, 2u << 12, 22},
        {"half a stop", 0, 1u << 12, 19},
        {"one and a half", 0, 3u << 12, 21},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        usart.reset(fabric, ResetCause::software);
        write(CR2, row.cr2);
        open(row.cr1);
        pass(frame);
        fabric.sent.clear();
        const Picoseconds start = fabric.time;
        write(DR, 'x');
        pass(2 * frame);
        ASSERT_EQ(fabric.sent.size(), 1u);
        EXPECT_EQ(fabric.sent[0].at - start, row.half_bits * std::chrono::microseconds{5});
    }
}

TEST_F(UsartTest, seven_data_bits_with_parity_arrive_as_seven) {
    open(1u << 10);
    write(DR, 0xC1);
    pass(frame);
    ASSERT_EQ(fabric.sent.size(), 1u);
    EXPECT_EQ(fabric.sent[0].byte, 0x41);
}

TEST_F(UsartTest, nothing_is_sent_without_ue_te_or_a_baud_rate) {
    struct Row {
        std::uint32_t cr1, brr;
    };
    const Row rows[] = {{TE, 80}, {UE, 80}, {UE | TE, 0}};
    for (const Row& row : rows) {
        usart.reset(fabric, ResetCause::software);
        write(BRR, row.brr);
        write(CR1, row.cr1);
        write(DR, 'A');
        pass(10 * frame);
        EXPECT_TRUE(fabric.sent.empty());
        EXPECT_EQ(read(SR) & TXE, 0u);
    }
}

TEST_F(UsartTest, tc_is_cleared_by_reading_status_then_writing_data_or_by_zero) {
    open();
    write(DR, 'A');
    pass(frame);
    EXPECT_EQ(read(SR), TXE | TC);
    write(SR, ~TC);
    EXPECT_EQ(read(SR), TXE);
    write(DR, 'B');
    EXPECT_EQ(read(SR), TXE);
}

TEST_F(UsartTest, bytes_arrive_a_frame_apart_and_reading_data_takes_them) {
    open();
    receive({'x', 'y'});
    pass(frame - Picoseconds{1});
    EXPECT_EQ(read(SR) & RXNE, 0u);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR) & RXNE, RXNE);
    EXPECT_EQ(read(DR), 'x');
    EXPECT_EQ(read(SR) & RXNE, 0u);
    pass(frame);
    EXPECT_EQ(read(DR), 'y');
}

TEST_F(UsartTest, a_byte_that_is_not_fetched_in_time_is_kept_and_the_next_is_lost) {
    open();
    receive({1, 2, 3});
    pass(2 * frame);
    EXPECT_EQ(read(SR) & (ORE | RXNE), ORE | RXNE);
    EXPECT_EQ(read(DR), 1u);
    EXPECT_EQ(read(SR) & (ORE | RXNE), 0u);
    pass(frame);
    EXPECT_EQ(read(DR), 3u);
}

TEST_F(UsartTest, ore_needs_both_reads) {
    open();
    receive({1, 2});
    pass(2 * frame);
    EXPECT_EQ(read(DR), 1u);  // without a look at SR
    EXPECT_EQ(read(SR) & ORE, ORE);
    read(DR);
    EXPECT_EQ(read(SR) & ORE, 0u);
}

TEST_F(UsartTest, idle_follows_one_frame_of_silence) {
    open();
    receive({1});
    pass(2 * frame - Picoseconds{1});
    EXPECT_EQ(read(SR) & IDLE, 0u);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR) & IDLE, IDLE);
    read(DR);
    EXPECT_EQ(read(SR) & IDLE, 0u);
    pass(10 * frame);
    EXPECT_EQ(read(SR) & IDLE, 0u);
}

TEST_F(UsartTest, bytes_for_a_receiver_that_is_off_are_lost) {
    receive({1});
    open();
    pass(10 * frame);
    EXPECT_EQ(read(SR) & RXNE, 0u);
}

TEST_F(UsartTest, a_stopped_clock_holds_what_is_under_way) {
    open();
    write(DR, 'A');
    receive({'x'});
    pass(frame / 2);
    for (const bool by_enable_bit : {true, false}) {
        fabric.clock_on = !by_enable_bit;
        fabric.tree.pclk2_hz = by_enable_bit ? 8'000'000 : 0;
        usart.clocking_changed(fabric);
        pass(10 * frame);
        EXPECT_TRUE(fabric.sent.empty());
        fabric.clock_on = true;
        fabric.tree.pclk2_hz = 8'000'000;
        usart.clocking_changed(fabric);
        EXPECT_TRUE(fabric.sent.empty());
        EXPECT_EQ(read(SR) & RXNE, 0u);
    }
    pass(frame / 2);
    EXPECT_EQ(fabric.sent.size(), 1u);
    EXPECT_EQ(read(DR), 'x');
}

TEST_F(UsartTest, interrupts_follow_their_flags_and_enables) {
    open(1u << 5);  // RXNEIE
    EXPECT_TRUE(fabric.irqs.empty());
    receive({1});
    pass(frame);
    EXPECT_TRUE(fabric.irqs.contains(irq));
    read(DR);
    EXPECT_TRUE(fabric.irqs.empty());

    write(CR1, UE | TE | RE | 1u << 7);  // TXEIE
    EXPECT_TRUE(fabric.irqs.contains(irq));
    write(DR, 1);
    write(DR, 2);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(frame);
    EXPECT_TRUE(fabric.irqs.contains(irq));

    write(CR1, UE | TE | RE | 1u << 6);  // TCIE
    EXPECT_TRUE(fabric.irqs.empty());
    pass(frame);
    EXPECT_TRUE(fabric.irqs.contains(irq));

    write(CR1, UE | TE | RE | 1u << 4);  // IDLEIE
    read(SR);
    read(DR);
    receive({1});
    pass(2 * frame);
    EXPECT_TRUE(fabric.irqs.contains(irq));
}

}  // namespace
}  // namespace jig::machine
