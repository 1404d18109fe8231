// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/dma.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingBus;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t ISR = 0x00, IFCR = 0x04;
constexpr std::uint32_t CCR(unsigned channel) { return 0x08 + 20 * (channel - 1); }
constexpr std::uint32_t CNDTR(unsigned channel) { return CCR(channel) + 4; }
constexpr std::uint32_t CPAR(unsigned channel) { return CCR(channel) + 8; }
constexpr std::uint32_t CMAR(unsigned channel) { return CCR(channel) + 12; }
constexpr std::uint32_t EN = 1, TCIE = 2, HTIE = 4, TEIE = 8, DIR = 16, CIRC = 32, PINC = 64, MINC = 128;
constexpr std::uint32_t MEM2MEM = 1u << 14;
constexpr std::uint32_t GIF = 1, TCIF = 2, HTIF = 4, TEIF = 8;

struct DmaTest : ::testing::Test {
    DmaTest() { dma.reset(fabric, ResetCause::power_on); }
    std::uint32_t read(std::uint32_t offset) { return read_word(dma, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(dma, fabric, offset, value); }
    void pass_transfers(int count) { fabric.run_until(dma, fabric.time + count * transfer); }
    std::uint32_t flags(unsigned channel) { return read(ISR) >> (4 * (channel - 1)) & 0xF; }
    void enable(unsigned channel, std::uint32_t count, std::uint32_t ccr) {
        write(CNDTR(channel), count);
        write(CPAR(channel), peripheral);
        write(CMAR(channel), memory);
        write(CCR(channel), ccr | EN);
    }
    [[nodiscard]] std::vector<std::uint32_t> written() const {
        std::vector<std::uint32_t> values;
        for (const RecordingBus::Access& access : fabric.matrix.accesses)
            if (access.write) values.push_back(access.value);
        return values;
    }

    static constexpr std::uint32_t peripheral = 0x40001000, memory = 0x20000000;
    static constexpr Picoseconds transfer = std::chrono::nanoseconds{625};  // five cycles of 8 MHz
    RecordingFabric fabric;
    Dma dma{dma_config(1)};
};

TEST_F(DmaTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"ISR", ISR, 0, 0},
        {"IFCR", IFCR, 0, 0},
        {"CNDTR1", CNDTR(1), 0, 0xFFFF},
        {"CPAR1", CPAR(1), 0, 0xFFFFFFFF},
        {"CMAR1", CMAR(1), 0, 0xFFFFFFFF},
        {"CNDTR7", CNDTR(7), 0, 0xFFFF},
        {"CMAR7", CMAR(7), 0, 0xFFFFFFFF},
        {"CCR1", CCR(1), 0, 0x7FFF},
        {"CCR7", CCR(7), 0, 0x7FFF},
        {"beyond the last channel", 0x94, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Dma(dma_config(1)); });
    const RegisterRow second[] = {{"CCR5", CCR(5), 0, 0x7FFF}, {"no CCR6", CCR(6), 0, 0}};
    testing::expect_registers(fabric, second, [] { return Dma(dma_config(2)); });
}

// RM0008 tables 78 and 79.
TEST_F(DmaTest, requests_lead_to_the_channels_of_the_manual) {
    struct Row {
        DmaRequest request;
        unsigned controller, channel;
    };
    using enum DmaRequest;
    const Row rows[] = {
        {adc1, 1, 1},         {tim4_ch1, 1, 1},  {spi1_rx, 1, 2}, {usart3_tx, 1, 2}, {spi1_tx, 1, 3}, {usart3_rx, 1, 3},
        {usart1_tx, 1, 4},    {spi2_rx, 1, 4},   {i2c2_tx, 1, 4}, {usart1_rx, 1, 5}, {spi2_tx, 1, 5}, {i2c2_rx, 1, 5},
        {tim1_up, 1, 5},      {usart2_rx, 1, 6}, {i2c1_tx, 1, 6}, {usart2_tx, 1, 7}, {i2c1_rx, 1, 7}, {tim4_up, 1, 7},
        {spi3_rx, 2, 1},      {tim8_up, 2, 1},   {spi3_tx, 2, 2}, {uart4_rx, 2, 3},  {tim6_up, 2, 3}, {sdio, 2, 4},
        {dac_channel2, 2, 4}, {uart4_tx, 2, 5},  {adc3, 2, 5},    {tim5_up, 2, 2},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(dma_route(row.request).controller, row.controller) << static_cast<int>(row.request);
        EXPECT_EQ(dma_route(row.request).channel, row.channel) << static_cast<int>(row.request);
    }
    for (const DmaRoute& route : dma_routes) EXPECT_NE(route.channel, 0u);
}

TEST_F(DmaTest, a_request_moves_one_item_after_five_cycles) {
    fabric.matrix.bytes[peripheral] = 0x5A;
    enable(1, 3, MINC);
    EXPECT_FALSE(fabric.appointment);
    dma.request_once(fabric, DmaRequest::adc1);
    fabric.run_until(dma, transfer - Picoseconds{1});
    EXPECT_EQ(read(CNDTR(1)), 3u);
    fabric.run_until(dma, transfer);
    EXPECT_EQ(read(CNDTR(1)), 2u);
    EXPECT_EQ(fabric.matrix.bytes[memory], 0x5A);
    pass_transfers(10);
    EXPECT_EQ(read(CNDTR(1)), 2u) << "a single request is served once";
}

TEST_F(DmaTest, a_held_line_is_served_until_it_falls_and_other_channels_do_not_hear_it) {
    enable(1, 10, MINC);
    enable(2, 10, MINC);
    dma.set_request(fabric, DmaRequest::spi1_rx, true);
    pass_transfers(3);
    EXPECT_EQ(read(CNDTR(2)), 7u);
    EXPECT_EQ(read(CNDTR(1)), 10u);
    dma.set_request(fabric, DmaRequest::spi1_rx, false);
    pass_transfers(3);
    EXPECT_EQ(read(CNDTR(2)), 7u);
}

// Table 76, little-endian, both pointers incremented.
TEST_F(DmaTest, widths_that_differ_extend_with_zeros_or_drop_upper_bytes) {
    struct Row {
        Width from, to;
        std::uint32_t psize, msize;
        std::vector<RecordingBus::Access> accesses;
    };
    constexpr Width b = Width::byte, h = Width::half, w = Width::word;
    const std::uint32_t p = peripheral, m = memory;
    const Row rows[] = {
        {b, b, 0, 0, {{p, b, false, 0xB0}, {m, b, true, 0xB0}, {p + 1, b, false, 0xB1}, {m + 1, b, true, 0xB1}}},
        {b, h, 0, 1, {{p, b, false, 0xB0}, {m, h, true, 0xB0}, {p + 1, b, false, 0xB1}, {m + 2, h, true, 0xB1}}},
        {b, w, 0, 2, {{p, b, false, 0xB0}, {m, w, true, 0xB0}, {p + 1, b, false, 0xB1}, {m + 4, w, true, 0xB1}}},
        {h, b, 1, 0, {{p, h, false, 0xB1B0}, {m, b, true, 0xB0}, {p + 2, h, false, 0xB3B2}, {m + 1, b, true, 0xB2}}},
        {w,
         h,
         2,
         1,
         {{p, w, false, 0xB3B2B1B0}, {m, h, true, 0xB1B0}, {p + 4, w, false, 0xB7B6B5B4}, {m + 2, h, true, 0xB5B4}}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.psize * 10 + row.msize);
        dma.reset(fabric, ResetCause::software);
        fabric.matrix.accesses.clear();
        for (std::uint32_t i = 0; i < 8; ++i) fabric.matrix.bytes[peripheral + i] = static_cast<std::uint8_t>(0xB0 + i);
        enable(1, 2, MEM2MEM | PINC | MINC | row.psize << 8 | row.msize << 10);
        pass_transfers(2);
        EXPECT_EQ(fabric.matrix.accesses, row.accesses);
    }
}

TEST_F(DmaTest, dir_reads_from_memory) {
    fabric.matrix.bytes[memory] = 1;
    fabric.matrix.bytes[memory + 1] = 2;
    enable(4, 2, DIR | MINC);
    dma.set_request(fabric, DmaRequest::usart1_tx, true);
    pass_transfers(2);
    const std::vector<RecordingBus::Access> expected = {{memory, Width::byte, false, 1},
                                                        {peripheral, Width::byte, true, 1},
                                                        {memory + 1, Width::byte, false, 2},
                                                        {peripheral, Width::byte, true, 2}};
    EXPECT_EQ(fabric.matrix.accesses, expected);
}

TEST_F(DmaTest, addresses_are_aligned_to_the_width) {
    write(CPAR(1), peripheral + 3);
    write(CMAR(1), memory + 3);
    write(CNDTR(1), 1);
    write(CCR(1), EN | MEM2MEM | 2u << 8 | 1u << 10);
    pass_transfers(1);
    ASSERT_EQ(fabric.matrix.accesses.size(), 2u);
    EXPECT_EQ(fabric.matrix.accesses[0].address, peripheral);
    EXPECT_EQ(fabric.matrix.accesses[1].address, memory + 2);
}

TEST_F(DmaTest, half_and_whole_set_their_flags_and_interrupts) {
    enable(3, 4, MEM2MEM | HTIE | TCIE);
    pass_transfers(1);
    EXPECT_EQ(flags(3), 0u);
    pass_transfers(1);
    EXPECT_EQ(flags(3), HTIF | GIF);
    EXPECT_TRUE(fabric.irqs.contains(13));
    write(IFCR, HTIF << 8);
    EXPECT_EQ(flags(3), 0u);
    EXPECT_FALSE(fabric.irqs.contains(13));
    pass_transfers(2);
    EXPECT_EQ(flags(3), TCIF | GIF);
    EXPECT_TRUE(fabric.irqs.contains(13));
    EXPECT_EQ(read(CNDTR(3)), 0u);
    write(IFCR, GIF << 8);
    EXPECT_EQ(flags(3), 0u);
    EXPECT_TRUE(fabric.irqs.empty());
    pass_transfers(5);
    EXPECT_EQ(written().size(), 4u);
}

TEST_F(DmaTest, circular_mode_starts_again_with_count_and_addresses) {
    enable(1, 2, CIRC | MINC);
    dma.set_request(fabric, DmaRequest::adc1, true);
    pass_transfers(2);
    EXPECT_EQ(read(CNDTR(1)), 2u);
    EXPECT_EQ(flags(1), TCIF | HTIF | GIF);
    pass_transfers(1);
    EXPECT_EQ(fabric.matrix.accesses.back().address, memory);
}

TEST_F(DmaTest, count_and_addresses_are_read_only_while_the_channel_is_enabled) {
    enable(1, 5, 0);
    write(CNDTR(1), 9);
    write(CPAR(1), 0);
    write(CMAR(1), 0);
    EXPECT_EQ(read(CNDTR(1)), 5u);
    EXPECT_EQ(read(CPAR(1)), peripheral);
    EXPECT_EQ(read(CMAR(1)), memory);
    write(CCR(1), 0);
    write(CNDTR(1), 9);
    EXPECT_EQ(read(CNDTR(1)), 9u);
}

TEST_F(DmaTest, an_error_on_either_side_disables_the_channel_and_says_so) {
    for (const std::uint32_t hole : {peripheral, memory}) {
        SCOPED_TRACE(hole);
        dma.reset(fabric, ResetCause::software);
        fabric.matrix.holes = {hole};
        enable(6, 4, MEM2MEM | TEIE);
        pass_transfers(1);
        EXPECT_EQ(flags(6), TEIF | GIF);
        EXPECT_EQ(read(CCR(6)) & EN, 0u);
        EXPECT_EQ(read(CNDTR(6)), 4u);
        EXPECT_TRUE(fabric.irqs.contains(16));
    }
}

TEST_F(DmaTest, priority_decides_then_the_lower_number) {
    struct Row {
        const char* name;
        std::uint32_t priority1, priority2;
        unsigned first;
    };
    const Row rows[] = {{"equal", 0, 0, 1}, {"second higher", 1, 2, 2}, {"first higher", 3, 2, 1}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        dma.reset(fabric, ResetCause::software);
        enable(1, 1, row.priority1 << 12);
        enable(2, 1, row.priority2 << 12);
        dma.set_request(fabric, DmaRequest::spi1_rx, true);
        dma.set_request(fabric, DmaRequest::adc1, true);
        pass_transfers(1);
        EXPECT_EQ(flags(row.first), TCIF | HTIF | GIF);
        EXPECT_EQ(flags(3 - row.first), 0u);
        pass_transfers(1);
        EXPECT_EQ(flags(3 - row.first), TCIF | HTIF | GIF);
    }
}

TEST_F(DmaTest, a_stalled_access_holds_the_next_transfer_back) {
    fabric.matrix.stall_cycles = 10;
    enable(1, 2, MEM2MEM);
    pass_transfers(1);
    EXPECT_EQ(read(CNDTR(1)), 1u);
    pass_transfers(4);
    EXPECT_EQ(read(CNDTR(1)), 1u);
    pass_transfers(1);
    EXPECT_EQ(read(CNDTR(1)), 0u);
}

TEST_F(DmaTest, nothing_moves_without_hclk_or_the_enable_bit) {
    enable(1, 2, MEM2MEM);
    fabric.clock_on = false;
    pass_transfers(5);
    EXPECT_EQ(read(CNDTR(1)), 2u);
    fabric.clock_on = true;
    dma.clocking_changed(fabric);
    pass_transfers(1);
    EXPECT_EQ(read(CNDTR(1)), 1u);
}

TEST_F(DmaTest, the_last_two_channels_of_dma2_share_a_vector) {
    Dma second{dma_config(2)};
    for (const unsigned channel : {4u, 5u}) {
        write_word(second, fabric, CNDTR(channel), 1);
        write_word(second, fabric, CCR(channel), EN | MEM2MEM | TCIE);
    }
    fabric.run_until(second, fabric.time + 2 * transfer);
    EXPECT_EQ(fabric.irqs, std::set<unsigned>{59});
    write_word(second, fabric, IFCR, 0xF000);
    EXPECT_EQ(fabric.irqs, std::set<unsigned>{59});
    write_word(second, fabric, IFCR, 0xF0000);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(DmaTest, remaining_is_the_count_of_an_enabled_channel) {
    write(CNDTR(1), 5);
    EXPECT_EQ(dma.remaining(DmaRequest::adc1), 0u);
    write(CCR(1), EN);
    EXPECT_EQ(dma.remaining(DmaRequest::adc1), 5u);
}

}  // namespace
}  // namespace jig::machine
