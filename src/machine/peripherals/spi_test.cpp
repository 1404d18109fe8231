// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/spi.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RecordingOutside;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CR1 = 0x00, CR2 = 0x04, SR = 0x08, DR = 0x0C, CRCPR = 0x10, RXCRCR = 0x14, TXCRCR = 0x18,
                        I2SCFGR = 0x1C, I2SPR = 0x20;
constexpr std::uint32_t MSTR = 1u << 2, SPE = 1u << 6, LSBFIRST = 1u << 7, SSI = 1u << 8, SSM = 1u << 9,
                        RXONLY = 1u << 10, DFF = 1u << 11, CRCNEXT = 1u << 12, CRCEN = 1u << 13, BIDIOE = 1u << 14,
                        BIDIMODE = 1u << 15;
constexpr std::uint32_t RXNE = 1, TXE = 2, CRCERR = 1u << 4, MODF = 1u << 5, OVR = 1u << 6, BSY = 1u << 7;
constexpr std::uint32_t master = MSTR | SSM | SSI;
constexpr unsigned irq = 35;

struct SpiTest : ::testing::Test {
    SpiTest() {
        fabric.around = &outside;
        spi.reset(fabric, ResetCause::power_on);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(spi, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(spi, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(spi, fabric.time + time); }

    static constexpr Picoseconds frame = std::chrono::microseconds{2};  // 8 bits at half of 8 MHz
    RecordingFabric fabric;
    RecordingOutside outside;
    Spi spi{spi_config(1)};
};

TEST_F(SpiTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CR1", CR1, 0, 0xFFBB},  // without MSTR and SPE, which a low NSS takes back
        {"CR2", CR2, 0, 0xE7},    {"CRCPR", CRCPR, 7, 0xFFFF},    {"RXCRCR", RXCRCR, 0, 0},
        {"TXCRCR", TXCRCR, 0, 0}, {"I2SCFGR", I2SCFGR, 0, 0xFBF}, {"I2SPR", I2SPR, 2, 0x3FF},
    };
    for (const RegisterRow& row : rows) {
        SCOPED_TRACE(row.name);
        spi.reset(fabric, ResetCause::software);
        EXPECT_EQ(read(row.offset), row.reset);
        write(row.offset, row.writable);
        EXPECT_EQ(read(row.offset), row.writable | (row.reset & ~row.writable));
        write(row.offset, 0);
        EXPECT_EQ(read(row.offset), row.reset & ~row.writable);
    }
    EXPECT_EQ(read(SR), TXE);
    EXPECT_EQ(read(DR), 0u);
}

TEST_F(SpiTest, each_number_has_its_vector_bus_and_dma_requests) {
    struct Row {
        unsigned number, position;
        Bus bus;
        DmaRequest rx, tx;
    };
    using enum DmaRequest;
    const Row rows[] = {{1, 35, Bus::apb2, spi1_rx, spi1_tx},
                        {2, 36, Bus::apb1, spi2_rx, spi2_tx},
                        {3, 51, Bus::apb1, spi3_rx, spi3_tx}};
    for (const Row& row : rows) {
        EXPECT_EQ(spi_config(row.number).irq, row.position);
        EXPECT_EQ(spi_config(row.number).bus, row.bus);
        EXPECT_EQ(spi_config(row.number).dma_rx, row.rx);
        EXPECT_EQ(spi_config(row.number).dma_tx, row.tx);
    }
}

TEST_F(SpiTest, a_master_exchanges_a_frame_in_its_time) {
    outside.answers = {0xEF};
    write(CR1, master | SPE);
    write(DR, 0x9F);
    EXPECT_EQ(read(SR), TXE | BSY);  // straight into the shift register
    pass(frame - Picoseconds{1});
    EXPECT_EQ(read(SR), TXE | BSY);
    EXPECT_TRUE(outside.events.empty());
    pass(Picoseconds{1});
    EXPECT_EQ(read(SR), TXE | RXNE);
    ASSERT_EQ(outside.events.size(), 1u);
    EXPECT_EQ(outside.events[0].value, 0x9Fu);
    EXPECT_EQ(outside.bits, 8u);
    EXPECT_EQ(read(DR), 0xEFu);
    EXPECT_EQ(read(SR), TXE);
}

TEST_F(SpiTest, frames_follow_each_other_without_a_pause) {
    write(CR1, master | SPE);
    write(DR, 1);
    write(DR, 2);
    EXPECT_EQ(read(SR), BSY);
    pass(frame);
    EXPECT_EQ(read(SR), TXE | BSY | RXNE);
    read(DR);
    pass(frame);
    EXPECT_EQ(read(SR), TXE | RXNE);
    ASSERT_EQ(outside.events.size(), 2u);
    EXPECT_EQ(outside.events[1].at - outside.events[0].at, frame);
}

TEST_F(SpiTest, frame_time_follows_br_and_dff) {
    for (std::uint32_t br = 0; br < 8; ++br) {
        for (const std::uint32_t dff : {std::uint32_t{0}, DFF}) {
            SCOPED_TRACE(br);
            spi.reset(fabric, ResetCause::software);
            outside.events.clear();
            write(CR1, master | SPE | br << 3 | dff);
            const Picoseconds start = fabric.time;
            write(DR, 0);
            pass(std::chrono::seconds{1});
            ASSERT_EQ(outside.events.size(), 1u);
            EXPECT_EQ(outside.events[0].at - start, frame * (1 << br) * (dff != 0 ? 2 : 1));
        }
    }
}

TEST_F(SpiTest, bit_order_and_width_follow_cr1) {
    struct Row {
        const char* name;
        std::uint32_t cr1, written, wire, answer, read;
    };
    const Row rows[] = {{"8 bits", 0, 0x1281, 0x81, 0x12, 0x12},
                        {"8 bits, lowest first", LSBFIRST, 0x81, 0x81, 0x13, 0xC8},
                        {"16 bits", DFF, 0x1234, 0x1234, 0xABCD, 0xABCD},
                        {"16 bits, lowest first", DFF | LSBFIRST, 0x0001, 0x8000, 0x8000, 0x0001}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        spi.reset(fabric, ResetCause::software);
        outside.events.clear();
        outside.answers = {static_cast<std::uint16_t>(row.answer)};
        write(CR1, master | SPE | row.cr1);
        write(DR, row.written);
        pass(2 * frame);
        ASSERT_EQ(outside.events.size(), 1u);
        EXPECT_EQ(outside.events[0].value, row.wire);
        EXPECT_EQ(read(DR), row.read);
    }
}

TEST_F(SpiTest, what_is_written_before_spe_is_sent_after_it) {
    write(CR1, master);
    write(DR, 7);
    pass(10 * frame);
    EXPECT_EQ(read(SR) & TXE, 0u);
    EXPECT_TRUE(outside.events.empty());
    write(CR1, master | SPE);
    pass(frame);
    EXPECT_EQ(outside.events.size(), 1u);
}

TEST_F(SpiTest, an_overrun_keeps_the_first_frame_and_goes_with_dr_then_sr) {
    outside.answers = {1, 2, 3};
    write(CR1, master | SPE);
    for (int i = 0; i < 2; ++i) {
        write(DR, 0);
        pass(frame);
    }
    EXPECT_EQ(read(SR) & (OVR | RXNE), OVR | RXNE);
    EXPECT_EQ(read(SR) & OVR, OVR) << "SR alone does not clear it";
    EXPECT_EQ(read(DR), 1u);
    EXPECT_EQ(read(SR) & OVR, OVR) << "the read that clears it still shows it";
    EXPECT_EQ(read(SR) & OVR, 0u);
}

TEST_F(SpiTest, a_master_whose_nss_is_low_faults) {
    struct Row {
        const char* name;
        std::uint32_t cr1, cr2;
        Level nss;
        bool faults;
    };
    const Row rows[] = {{"software, SSI low", SSM, 0, Level::high, true},
                        {"software, SSI high", SSM | SSI, 0, Level::low, false},
                        {"input, low", 0, 0, Level::low, true},
                        {"input, high", 0, 0, Level::high, false},
                        {"output", 0, 4, Level::low, false}};
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        spi.reset(fabric, ResetCause::software);
        fabric.board[{'A', 4}] = row.nss;
        write(CR2, row.cr2 | 1u << 5);  // ERRIE
        write(CR1, MSTR | SPE | row.cr1);
        EXPECT_EQ((read(SR) & MODF) != 0, row.faults);
        EXPECT_EQ(read(CR1) & (MSTR | SPE), row.faults ? 0 : MSTR | SPE);
        EXPECT_EQ(fabric.irqs.contains(irq), row.faults);
    }
}

TEST_F(SpiTest, a_fault_is_cleared_by_status_then_control_and_bars_the_master_until_then) {
    write(CR1, MSTR | SPE | SSM);
    write(CR1, master | SPE);
    EXPECT_EQ(read(CR1) & SPE, 0u) << "SR was not looked at yet";
    EXPECT_EQ(read(SR) & MODF, MODF);
    write(CR1, master | SPE);
    EXPECT_EQ(read(SR) & MODF, 0u);
    EXPECT_EQ(read(CR1) & SPE, SPE);
    fabric.board[{'A', 4}] = Level::low;
    write(CR1, MSTR | SPE | SSM | SSI);
    spi.pads_changed(fabric);
    EXPECT_EQ(read(SR) & MODF, 0u) << "with SSM the pad does not count";
}

TEST_F(SpiTest, receive_only_clocks_until_it_is_switched_off) {
    outside.answers = {1, 2, 3, 4};
    write(CR1, master | RXONLY | SPE);
    pass(frame);
    EXPECT_EQ(read(DR), 1u);
    pass(frame);
    EXPECT_EQ(read(DR), 2u);
    pass(frame / 2);
    write(CR1, master | RXONLY);
    pass(10 * frame);
    EXPECT_EQ(read(DR), 3u) << "the frame under way is finished";
    EXPECT_EQ(outside.events.size(), 3u);
}

TEST_F(SpiTest, one_wire_sends_without_receiving_and_receives_without_bsy) {
    write(CR1, master | BIDIMODE | BIDIOE | SPE);
    write(DR, 5);
    EXPECT_EQ(read(SR) & BSY, BSY);
    pass(frame);
    EXPECT_EQ(read(SR), TXE);
    outside.answers = {9};
    write(CR1, master | BIDIMODE | SPE);
    EXPECT_EQ(read(SR), TXE);
    pass(frame);
    EXPECT_EQ(read(DR), 9u);
}

// CRC-8/SMBUS and CRC-16/XMODEM have no initial value and no reflection, as the unit has none.
TEST_F(SpiTest, crc_is_calculated_sent_and_checked) {
    struct Row {
        const char* name;
        std::uint32_t dff, polynomial;
        std::vector<std::uint16_t> data;
        std::uint32_t crc;
    };
    const Row rows[] = {{"8 bits", 0, 0x07, {'1', '2', '3', '4', '5', '6', '7', '8', '9'}, 0xF4},
                        {"16 bits", DFF, 0x1021, {0x3132, 0x3334, 0x3536, 0x3738}, 0x9015}};
    for (const Row& row : rows) {
        for (const bool right : {true, false}) {
            SCOPED_TRACE(row.name);
            const Picoseconds one = row.dff != 0 ? 2 * frame : frame;
            spi.reset(fabric, ResetCause::software);
            outside.events.clear();
            outside.answers.assign(row.data.begin(), row.data.end());
            outside.answers.push_back(static_cast<std::uint16_t>(row.crc ^ (right ? 0 : 1)));
            write(CRCPR, row.polynomial);
            write(CR1, master | CRCEN | row.dff | SPE);
            for (const std::uint16_t& value : row.data) {
                write(DR, value);
                if (&value == &row.data.back()) write(CR1, master | CRCEN | row.dff | SPE | CRCNEXT);
                pass(one);
                EXPECT_EQ(read(DR), value);
            }
            pass(one);
            ASSERT_EQ(outside.events.size(), row.data.size() + 1);
            EXPECT_EQ(outside.events.back().value, row.crc);
            EXPECT_EQ(read(TXCRCR), row.crc);
            EXPECT_EQ(read(RXCRCR), row.crc);
            EXPECT_EQ(read(SR) & (CRCERR | RXNE), right ? RXNE : RXNE | CRCERR);
            write(SR, ~CRCERR);
            EXPECT_EQ(read(SR) & CRCERR, 0u);
        }
    }
}

TEST_F(SpiTest, dma_requests_follow_the_flags_once_they_are_enabled) {
    const std::set<DmaRequest> none, tx = {DmaRequest::spi1_tx}, rx = {DmaRequest::spi1_rx};
    write(CR2, 3);
    EXPECT_EQ(fabric.dma_lines, none);
    write(CR1, master | SPE);
    EXPECT_EQ(fabric.dma_lines, tx);
    write(DR, 1);
    write(DR, 2);
    EXPECT_EQ(fabric.dma_lines, none);
    write(CR2, 1);
    pass(frame);
    EXPECT_EQ(fabric.dma_lines, rx);
    read(DR);
    EXPECT_EQ(fabric.dma_lines, none);
}

TEST_F(SpiTest, interrupts_follow_their_flags_and_enables) {
    write(CR1, master | SPE);
    EXPECT_TRUE(fabric.irqs.empty());
    write(CR2, 1u << 7);  // TXEIE
    EXPECT_TRUE(fabric.irqs.contains(irq));
    write(CR2, 1u << 6);  // RXNEIE
    EXPECT_TRUE(fabric.irqs.empty());
    write(DR, 1);
    pass(frame);
    EXPECT_TRUE(fabric.irqs.contains(irq));
    read(DR);
    EXPECT_TRUE(fabric.irqs.empty());
}

TEST_F(SpiTest, a_slave_answers_the_master_that_clocks_it) {
    EXPECT_EQ(spi.clock_frame(fabric, 1), std::nullopt);
    write(CR1, SPE | SSM);
    write(DR, 0xA5);
    pass(10 * frame);
    EXPECT_EQ(read(SR), 0u) << "nobody has clocked it";
    EXPECT_EQ(spi.clock_frame(fabric, 0x5A), 0xA5);
    EXPECT_EQ(read(SR), TXE | RXNE);
    EXPECT_EQ(read(DR), 0x5Au);
    write(CR1, SPE | SSM | SSI);
    EXPECT_EQ(spi.clock_frame(fabric, 1), std::nullopt);
}

TEST_F(SpiTest, a_stopped_clock_holds_the_frame) {
    write(CR1, master | SPE);
    write(DR, 1);
    pass(frame / 2);
    fabric.clock_on = false;
    spi.clocking_changed(fabric);
    pass(10 * frame);
    EXPECT_TRUE(outside.events.empty());
    fabric.clock_on = true;
    spi.clocking_changed(fabric);
    pass(frame / 2);
    EXPECT_EQ(outside.events.size(), 1u);
}

TEST_F(SpiTest, nobody_outside_reads_as_ones) {
    fabric.around = nullptr;
    write(CR1, master | SPE);
    write(DR, 0);
    pass(frame);
    EXPECT_EQ(read(DR), 0xFFu);
}

}  // namespace
}  // namespace jig::machine
