// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/usart.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t SR = 0x00, DR = 0x04, BRR = 0x08, CR1 = 0x0C, CR2 = 0x10, CR3 = 0x14, GTPR = 0x18;
constexpr std::uint32_t FE = 1u << 1, ORE = 1u << 3, IDLE = 1u << 4, RXNE = 1u << 5, TC = 1u << 6, TXE = 1u << 7;
constexpr std::uint32_t HDSEL = 1u << 3, DMAR = 1u << 6, DMAT = 1u << 7, SBK = 1u << 0;
constexpr std::uint32_t RE = 1u << 2, TE = 1u << 3, UE = 1u << 13;
constexpr unsigned irq = 37;

struct UsartTest : ::testing::Test {
    UsartTest() { usart.reset(fabric, ResetCause::power_on); }
    std::uint32_t read(std::uint32_t offset) { return read_word(usart, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(usart, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(usart, fabric.time + time); }
    void receive(std::initializer_list<std::uint8_t> bytes) { usart.receive(fabric, std::vector<std::uint8_t>(bytes)); }
    // 8 MHz / 80: 10 us a bit, 100 us a frame of 8N1.
    void open(std::uint32_t more = 0) {
        write(BRR, 80);
        write(CR1, UE | TE | RE | more);
        pass(frame);  // the idle frame
    }

    static constexpr Picoseconds frame = std::chrono::microseconds{100};
    RecordingFabric fabric;
    Usart usart{usart_config(1)};
};

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

TEST_F(UsartTest, each_number_has_its_dma_requests_and_uart5_none) {
    using enum DmaRequest;
    struct Row {
        unsigned number;
        std::optional<DmaRequest> rx, tx;
    };
    const Row rows[] = {{1, usart1_rx, usart1_tx},
                        {2, usart2_rx, usart2_tx},
                        {3, usart3_rx, usart3_tx},
                        {4, uart4_rx, uart4_tx},
                        {5, {}, {}}};
    for (const Row& row : rows) {
        EXPECT_EQ(usart_config(row.number).dma_rx, row.rx);
        EXPECT_EQ(usart_config(row.number).dma_tx, row.tx);
    }
}

TEST_F(UsartTest, dma_requests_follow_the_flags_once_they_are_enabled) {
    const std::set<DmaRequest> none, tx = {DmaRequest::usart1_tx}, rx = {DmaRequest::usart1_rx};
    open();
    EXPECT_EQ(fabric.dma_lines, none);
    write(CR3, DMAT);
    EXPECT_EQ(fabric.dma_lines, tx);
    write(DR, 1);  // into the shift register
    EXPECT_EQ(fabric.dma_lines, tx);
    write(DR, 2);
    EXPECT_EQ(fabric.dma_lines, none);
    pass(frame);
    EXPECT_EQ(fabric.dma_lines, tx);

    write(CR3, DMAR);
    EXPECT_EQ(fabric.dma_lines, none);
    receive({'x'});
    pass(frame);
    EXPECT_EQ(fabric.dma_lines, rx);
    read(DR);
    EXPECT_EQ(fabric.dma_lines, none);
}

TEST_F(UsartTest, a_break_takes_a_frame_sends_no_byte_and_clears_its_bit) {
    open();
    write(DR, 'A');
    write(CR1, UE | TE | RE | SBK);
    pass(frame);
    ASSERT_EQ(fabric.sent.size(), 1u) << "the frame under way is finished first";
    EXPECT_EQ(read(CR1) & SBK, SBK);
    write(DR, 'B');
    pass(frame);
    EXPECT_EQ(read(CR1) & SBK, 0u);
    EXPECT_EQ(fabric.sent.size(), 1u);
    pass(frame);
    EXPECT_EQ(fabric.sent.size(), 2u);
}

TEST_F(UsartTest, in_half_duplex_the_receiver_hears_the_transmitter) {
    write(CR3, HDSEL);
    open();
    write(DR, 'A');
    pass(frame);
    EXPECT_EQ(read(SR) & (RXNE | FE), RXNE);
    EXPECT_EQ(read(DR), 'A');
    write(CR1, UE | TE | RE | SBK);
    pass(frame);
    EXPECT_EQ(read(SR) & (RXNE | FE), RXNE | FE);
    EXPECT_EQ(read(DR), 0u);
    EXPECT_EQ(read(SR) & (RXNE | FE), 0u);
}

TEST_F(UsartTest, the_received_word_carries_its_parity_bit) {
    constexpr std::uint32_t PS = 1u << 9, PCE = 1u << 10, M = 1u << 12;
    struct Row {
        const char* name;
        std::uint32_t cr1;
        std::uint8_t byte;
        std::uint32_t word;
    };
    const Row rows[] = {
        {"no parity", 0, 0x81, 0x81},           {"nine bits, no parity", M, 0x81, 0x81},
        {"even, 8 bits", PCE | M, 0x07, 0x107}, {"odd, 8 bits", PCE | PS | M, 0x07, 0x07},
        {"even, 7 bits", PCE, 0x07, 0x87},      {"odd, 7 bits", PCE | PS, 0x03, 0x83},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        usart.reset(fabric, ResetCause::software);
        open(row.cr1);
        pass(frame);
        receive({row.byte});
        pass(2 * frame);
        EXPECT_EQ(read(DR), row.word);
    }
}

TEST_F(UsartTest, nine_bits_go_round_in_half_duplex) {
    write(CR3, HDSEL);
    open(1u << 12);
    pass(frame);
    write(DR, 0x155);
    pass(2 * frame);
    EXPECT_EQ(read(DR), 0x155u);
}

TEST_F(UsartTest, a_transmitter_holds_its_pad_high_wherever_it_is_mapped) {
    struct Row {
        unsigned number;
        std::uint32_t mapr;
        Pin pin;
    };
    const Row rows[] = {{1, 0, {'A', 9}},       {1, 1u << 2, {'B', 6}}, {2, 0, {'A', 2}},
                        {2, 1u << 3, {'D', 5}}, {3, 0, {'B', 10}},      {3, 1u << 4, {'C', 10}},
                        {3, 3u << 4, {'D', 8}}, {4, 0, {'C', 10}},      {5, 0, {'C', 12}}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.number * 1000 + row.mapr);
        Usart other(usart_config(row.number));
        fabric.functions.clear();
        fabric.remap = row.mapr;
        write_word(other, fabric, CR1, UE);
        EXPECT_TRUE(fabric.functions.empty());
        write_word(other, fabric, CR1, UE | TE);
        EXPECT_EQ(fabric.functions.at(row.pin), Level::high);
        other.reset(fabric, ResetCause::software);
        EXPECT_EQ(fabric.functions.at(row.pin), Level::floating);
    }
    fabric.remap = 0;
    open();
    fabric.remap = 1u << 2;
    usart.clocking_changed(fabric);
    EXPECT_EQ((fabric.functions.at({'A', 9})), Level::floating);
    EXPECT_EQ((fabric.functions.at({'B', 6})), Level::high);
}

}  // namespace
}  // namespace jig::machine
