// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/i2c.hpp"

#include "machine/peripherals/i2c_bits.hpp"
#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace i2c;
using testing::read_word;
using testing::RecordingFabric;
using testing::RecordingOutside;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, OAR1 = 0x08, OAR2 = 0x0C, DR = 0x10, SR1 = 0x14, SR2 = 0x18, CCR = 0x1C,
                        TRISE = 0x20;
constexpr unsigned event_irq = 31, error_irq = 32;

struct I2cTest : ::testing::Test {
    I2cTest() {
        fabric.around = &outside;
        device.reset(fabric, ResetCause::power_on);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(device, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(device, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(device, fabric.time + time); }
    void set(std::uint32_t bits) { write(CR1, read(CR1) | bits); }
    void clear(std::uint32_t bits) { write(CR1, read(CR1) & ~bits); }
    // 100 kHz of 8 MHz.
    void open(std::uint32_t more = 0) {
        write(CCR, 40);
        write(CR1, PE);
        set(ACK | more);
    }
    // Through EV5 to the end of the address byte.
    void address(std::uint8_t byte) {
        set(START);
        pass(bit);
        EXPECT_EQ(read(SR1) & SB, SB);
        write(DR, byte);
        pass(byte_time);
    }
    void clear_addr() {
        EXPECT_EQ(read(SR1) & ADDR, ADDR);
        read(SR2);
        EXPECT_EQ(read(SR1) & ADDR, 0u);
    }
    void stop() {
        set(STOP);
        pass(bit);
        EXPECT_EQ(read(CR1) & STOP, 0u);
        EXPECT_EQ(read(SR2), 0u);
    }

    static constexpr Picoseconds bit = std::chrono::microseconds{10};
    static constexpr Picoseconds byte_time = 9 * bit;
    RecordingFabric fabric;
    RecordingOutside outside;
    I2c device{i2c_config(1)};
};

TEST_F(I2cTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR2", CR2, 0, 0x1F3F}, {"OAR1", OAR1, 0, 0xC3FF}, {"OAR2", OAR2, 0, 0xFF},   {"SR1", SR1, 0, 0},
        {"SR2", SR2, 0, 0},      {"CCR", CCR, 0, 0xCFFF},   {"TRISE", TRISE, 2, 0x3F},
    };
    testing::expect_registers(fabric, rows, [] { return I2c(i2c_config(1)); });
    write(CR1, 0x00FA);
    EXPECT_EQ(read(CR1), 0x00FAu);
    write(CR1, 0x3CFB);
    EXPECT_EQ(read(CR1), 0x3CFBu);
    write(CR1, 0x3CFA);
    EXPECT_EQ(read(CR1), 0x00FAu) << "without PE the acknowledge bits go";
    write(CR1, 0x8000);
    EXPECT_EQ(read(CR1), 0x8000u);
    EXPECT_EQ(read(TRISE), 2u);
}

TEST_F(I2cTest, each_number_has_its_vectors_and_dma_requests) {
    EXPECT_EQ(i2c_config(1).event_irq, 31u);
    EXPECT_EQ(i2c_config(1).error_irq, 32u);
    EXPECT_EQ(i2c_config(2).event_irq, 33u);
    EXPECT_EQ(i2c_config(2).error_irq, 34u);
    EXPECT_EQ(i2c_config(2).dma_rx, DmaRequest::i2c2_rx);
    EXPECT_EQ(i2c_config(2).dma_tx, DmaRequest::i2c2_tx);
}

TEST_F(I2cTest, a_master_transmits_through_its_events) {
    open();
    set(START);
    pass(bit);
    EXPECT_EQ(read(SR1), SB);
    EXPECT_EQ(read(SR2), MSL | BUSY);
    EXPECT_EQ(read(CR1) & START, 0u);
    read(SR1);
    write(DR, 0xA0);
    EXPECT_EQ(read(SR1), 0u);
    pass(byte_time - Picoseconds{1});
    EXPECT_EQ(read(SR1), 0u);
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR1), ADDR | TxE) << "both at once, as libraries wait for them";
    EXPECT_EQ(read(SR2), MSL | BUSY | TRA);
    EXPECT_EQ(read(SR1), TxE);
    write(DR, 1);
    EXPECT_EQ(read(SR1), TxE) << "the first byte goes straight into the shift register";
    write(DR, 2);
    EXPECT_EQ(read(SR1), 0u);
    pass(byte_time);
    EXPECT_EQ(read(SR1), TxE);
    pass(byte_time);
    EXPECT_EQ(read(SR1), TxE | BTF);
    stop();
    EXPECT_EQ(read(SR1), 0u);
    EXPECT_EQ(outside.kinds(), "swwp");
    EXPECT_EQ(outside.events[0].value, 0xA0u);
    EXPECT_EQ(outside.events[2].value, 2u);
}

TEST_F(I2cTest, start_needs_status_to_be_read_before_the_address) {
    open();
    set(START);
    pass(bit);
    write(DR, 0xA0);
    EXPECT_EQ(read(SR1) & SB, SB);
    write(DR, 0xA0);
    EXPECT_EQ(read(SR1) & SB, 0u);
}

TEST_F(I2cTest, addr_needs_both_status_reads) {
    open();
    address(0xA0);
    fabric.time += bit;
    read(SR2);
    EXPECT_EQ(read(SR1) & ADDR, ADDR) << "SR1 was not read since SB";
    read(SR2);
    EXPECT_EQ(read(SR1) & ADDR, 0u);
}

TEST_F(I2cTest, a_nack_stops_the_sequence_until_a_stop_or_start) {
    open();
    outside.acknowledges = false;
    write(CR2, ITERREN);
    address(0xA0);
    EXPECT_EQ(read(SR1), AF);
    EXPECT_TRUE(fabric.irqs.contains(error_irq));
    write(SR1, ~AF);
    EXPECT_EQ(read(SR1), 0u);
    EXPECT_FALSE(fabric.irqs.contains(error_irq));
    stop();

    outside.acknowledges = true;
    outside.acknowledged_writes = 0;
    address(0xA0);
    clear_addr();
    write(DR, 1);
    pass(byte_time);
    EXPECT_EQ(read(SR1), AF);
    address(0xA1);  // a repeated start goes on from there
    EXPECT_EQ(read(SR1) & ADDR, ADDR);
}

TEST_F(I2cTest, nobody_on_the_bus_is_a_nack) {
    fabric.around = nullptr;
    open();
    address(0xA0);
    EXPECT_EQ(read(SR1), AF);
    stop();
}

// Method 1 of the manual: ACK and STOP behind the byte before the last.
TEST_F(I2cTest, a_master_receives_and_ends_with_nack_and_stop) {
    outside.answers = {1, 2, 3, 4};
    open();
    address(0xA1);
    EXPECT_EQ(read(SR1), ADDR) << "no TxE for a receiver";
    clear_addr();
    EXPECT_EQ(read(SR2), MSL | BUSY);
    for (const std::uint32_t expected : {1u, 2u}) {
        pass(byte_time);
        EXPECT_EQ(read(SR1), RxNE);
        if (expected == 2) {
            clear(ACK);
            set(STOP);
        }
        EXPECT_EQ(read(DR), expected);
        EXPECT_EQ(read(SR1), 0u);
    }
    pass(byte_time + bit);
    EXPECT_EQ(read(SR1), RxNE);
    EXPECT_EQ(read(SR2), 0u);
    EXPECT_EQ(read(DR), 3u);
    EXPECT_EQ(outside.kinds(), "srrrp");
}

// Figure 276: POS and ACK before, NACK for the second byte, both fetched after STOP.
TEST_F(I2cTest, two_bytes_are_received_with_pos) {
    outside.answers = {1, 2, 3};
    open(POS);
    address(0xA1);
    clear_addr();
    clear(ACK);
    pass(byte_time);
    EXPECT_EQ(read(SR1), RxNE);
    pass(byte_time);
    EXPECT_EQ(read(SR1), RxNE | BTF);
    pass(10 * byte_time);
    EXPECT_EQ(outside.kinds(), "srr") << "SCL is held until DR is read";
    stop();
    EXPECT_EQ(read(DR), 1u);
    EXPECT_EQ(read(SR1), RxNE);
    EXPECT_EQ(read(DR), 2u);
    EXPECT_EQ(read(SR1), 0u);
    EXPECT_EQ(outside.kinds(), "srrp");
}

// Figure 275: both registers full, ACK cleared, one byte read, then STOP.
TEST_F(I2cTest, three_bytes_are_received_with_the_bus_held) {
    outside.answers = {1, 2, 3, 4};
    open();
    address(0xA1);
    clear_addr();
    pass(3 * byte_time);
    EXPECT_EQ(read(SR1), RxNE | BTF);
    clear(ACK);
    EXPECT_EQ(read(DR), 1u);
    set(STOP);
    EXPECT_EQ(read(DR), 2u);
    pass(byte_time + bit);
    EXPECT_EQ(read(SR1), RxNE);
    EXPECT_EQ(read(DR), 3u);
    EXPECT_EQ(outside.kinds(), "srrrp");
}

// Figure 277, and the variant that sets STOP while ADDR still holds SCL.
TEST_F(I2cTest, one_byte_is_received_whether_stop_comes_before_or_after_addr_is_cleared) {
    for (const bool before : {false, true}) {
        SCOPED_TRACE(before);
        device.reset(fabric, ResetCause::software);
        outside.events.clear();
        outside.answers = {7, 8};
        open();
        address(0xA1);
        clear(ACK);
        if (before) set(STOP);
        clear_addr();
        if (!before) set(STOP);
        pass(byte_time + bit);
        EXPECT_EQ(read(SR1), RxNE);
        EXPECT_EQ(read(DR), 7u);
        EXPECT_EQ(read(SR2), 0u);
        EXPECT_EQ(outside.kinds(), "srp");
    }
}

TEST_F(I2cTest, a_repeated_start_turns_the_direction_round) {
    outside.answers = {9};
    open();
    address(0xA0);
    clear_addr();
    write(DR, 0x10);
    set(START);
    pass(byte_time);
    EXPECT_EQ(read(SR1) & SB, 0u);
    pass(bit);
    EXPECT_EQ(read(SR1), SB);
    EXPECT_EQ(read(SR2), MSL | BUSY) << "TRA goes";
    write(DR, 0xA1);
    pass(byte_time);
    clear_addr();
    clear(ACK);
    set(STOP);
    pass(byte_time + bit);
    EXPECT_EQ(read(DR), 9u);
    EXPECT_EQ(outside.kinds(), "swsrp");
}

TEST_F(I2cTest, ten_bit_addresses_go_in_two_bytes) {
    open();
    address(0xF2);  // 11110 01 0
    EXPECT_EQ(read(SR1), ADD10);
    write(DR, 0x34);
    pass(byte_time);
    EXPECT_EQ(read(SR1), ADDR | TxE);
    clear_addr();
    address(0xF3);
    EXPECT_EQ(read(SR1), ADDR);
    EXPECT_EQ(outside.kinds(), "sws");
}

TEST_F(I2cTest, bit_time_follows_ccr) {
    struct Row {
        const char* name;
        std::uint32_t ccr;
        int periods;
    };
    for (const Row& row : {Row{"standard", 40, 80}, Row{"fast", 0x8000 | 10, 30}, Row{"fast, 16/9", 0xC000 | 2, 50}}) {
        SCOPED_TRACE(row.name);
        device.reset(fabric, ResetCause::software);
        open();
        write(CCR, row.ccr);
        const Picoseconds start = fabric.time;
        set(START);
        EXPECT_EQ(*fabric.appointment - start, row.periods * std::chrono::nanoseconds{125});
    }
}

TEST_F(I2cTest, interrupts_follow_their_flags_and_enables) {
    open();
    write(CR2, ITEVTEN);
    address(0xA0);
    EXPECT_TRUE(fabric.irqs.contains(event_irq));
    clear_addr();
    EXPECT_FALSE(fabric.irqs.contains(event_irq)) << "TxE needs ITBUFEN";
    write(CR2, ITEVTEN | ITBUFEN);
    EXPECT_TRUE(fabric.irqs.contains(event_irq));
    write(DR, 1);
    write(DR, 2);
    EXPECT_FALSE(fabric.irqs.contains(event_irq));
}

TEST_F(I2cTest, dma_requests_follow_the_buffers) {
    const std::set<DmaRequest> none, tx = {DmaRequest::i2c1_tx}, rx = {DmaRequest::i2c1_rx};
    outside.answers = {1, 2, 3};
    open();
    write(CR2, DMAEN);
    address(0xA0);
    clear_addr();
    EXPECT_EQ(fabric.dma_lines, tx);
    write(DR, 1);
    write(DR, 2);
    EXPECT_EQ(fabric.dma_lines, none);
    pass(2 * byte_time);
    stop();
    EXPECT_EQ(fabric.dma_lines, none);
    address(0xA1);
    clear_addr();
    pass(byte_time);
    EXPECT_EQ(fabric.dma_lines, rx);
    read(DR);
    EXPECT_EQ(fabric.dma_lines, none);
}

TEST_F(I2cTest, last_refuses_the_byte_that_ends_the_dma) {
    outside.answers = {1, 2, 3, 4};
    open();
    write(CR2, DMAEN | LAST);
    address(0xA1);
    clear_addr();
    for (const std::uint32_t left : {2u, 1u}) {
        fabric.dma_left = left;
        pass(byte_time);
        read(DR);
    }
    pass(10 * byte_time);
    EXPECT_EQ(outside.kinds(), "srr") << "no byte after the one that was not acknowledged";
    stop();
}

TEST_F(I2cTest, switching_off_releases_the_bus) {
    open();
    address(0xA0);
    clear(PE);
    EXPECT_EQ(read(SR1), 0u);
    EXPECT_EQ(read(SR2), 0u);
    EXPECT_EQ(outside.kinds(), "sp");
}

TEST_F(I2cTest, a_stopped_clock_holds_the_byte) {
    open();
    set(START);
    pass(bit / 2);
    fabric.clock_on = false;
    device.clocking_changed(fabric);
    pass(10 * bit);
    fabric.clock_on = true;
    device.clocking_changed(fabric);
    EXPECT_EQ(read(SR1), 0u);
    pass(bit / 2);
    EXPECT_EQ(read(SR1), SB);
}

}  // namespace
}  // namespace jig::machine
