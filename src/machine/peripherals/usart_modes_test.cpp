// SPDX-License-Identifier: Apache-2.0
// What a USART does besides sending and receiving bytes: DMA, breaks, half-duplex, parity, pads.
#include "machine/testing/usart_rig.hpp"

namespace jig::machine {
namespace {

using namespace testing::usart_bits;
using UsartModesTest = testing::UsartRig;

TEST_F(UsartModesTest, each_number_has_its_dma_requests_and_uart5_none) {
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

TEST_F(UsartModesTest, dma_requests_follow_the_flags_once_they_are_enabled) {
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

TEST_F(UsartModesTest, a_break_takes_a_frame_sends_no_byte_and_clears_its_bit) {
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

TEST_F(UsartModesTest, in_half_duplex_the_receiver_hears_the_transmitter) {
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

TEST_F(UsartModesTest, the_received_word_carries_its_parity_bit) {
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

TEST_F(UsartModesTest, nine_bits_go_round_in_half_duplex) {
    write(CR3, HDSEL);
    open(1u << 12);
    pass(frame);
    write(DR, 0x155);
    pass(2 * frame);
    EXPECT_EQ(read(DR), 0x155u);
}

TEST_F(UsartModesTest, a_transmitter_holds_its_pad_high_wherever_it_is_mapped) {
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
