// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/can.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using namespace std::chrono_literals;
using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t MCR = 0x00, MSR = 0x04, TSR = 0x08, RF0R = 0x0C, RF1R = 0x10, IER = 0x14, ESR = 0x18,
                        BTR = 0x1C, TI0R = 0x180, TDT0R = 0x184, TDL0R = 0x188, TI1R = 0x190, TI2R = 0x1A0,
                        RI0R = 0x1B0, RDT0R = 0x1B4, RDL0R = 0x1B8, RI1R = 0x1C0, FMR = 0x200, FM1R = 0x204,
                        FS1R = 0x20C, FFA1R = 0x214, FA1R = 0x21C, F0R1 = 0x240, F0R2 = 0x244;
constexpr std::uint32_t INRQ = 1, SLEEP = 2, TXFP = 4, RFLM = 8, NART = 0x10, INAK = 1, SLAK = 2, TXRQ = 1;
constexpr std::uint32_t LBKM = 1u << 30, SILM = 1u << 31;
// 8 MHz: one quantum is 1 us, a bit 8 of them: 125 kbit/s.
constexpr std::uint32_t timing = 7 | 4u << 16 | 1u << 20;
constexpr Picoseconds bit_length = 8us;

struct CanTest : ::testing::Test {
    std::uint32_t read(std::uint32_t offset) { return read_word(can, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(can, fabric, offset, value); }
    void pass(Picoseconds time) { fabric.run_until(can, fabric.time + time); }
    // To Normal mode, every frame into FIFO 0.
    void start(std::uint32_t mode, std::uint32_t mcr = 0) {
        write(MCR, INRQ);
        write(BTR, timing | mode);
        write(FS1R, 1);
        write(FA1R, 1);
        write(FMR, 0);
        write(MCR, mcr);
        pass(11 * bit_length);
    }
    static std::uint32_t standard(std::uint32_t identifier) { return identifier << 21; }

    RecordingFabric fabric;
    Can can;
};

TEST_F(CanTest, registers_reset_as_the_manual_prints) {
    const RegisterRow rows[] = {
        {"MCR", MCR, 0x00010002, 0}, {"MSR", MSR, 0x00000C02, 0},   {"TSR", TSR, 0x1C000000, 0},
        {"RF0R", RF0R, 0, 0},        {"RF1R", RF1R, 0, 0},          {"IER", IER, 0, 0x38F7F},
        {"ESR", ESR, 0, 0},          {"BTR", BTR, 0x01230000, 0},   {"FMR", FMR, 0x2A1C0E01, 0},
        {"FM1R", FM1R, 0, 0x3FFF},   {"FS1R", FS1R, 0, 0x3FFF},     {"FFA1R", FFA1R, 0, 0x3FFF},
        {"FA1R", FA1R, 0, 0x3FFF},   {"F0R1", F0R1, 0, 0xFFFFFFFF},
    };
    for (const RegisterRow& row : rows) {
        SCOPED_TRACE(row.name);
        Can fresh;
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.reset);
        if (row.writable == 0) continue;
        write_word(fresh, fabric, row.offset, 0xFFFFFFFF);
        EXPECT_EQ(read_word(fresh, fabric, row.offset), row.writable);
    }
}

TEST_F(CanTest, modes_are_acknowledged_and_normal_mode_needs_eleven_recessive_bits) {
    EXPECT_EQ(read(MSR) & 3, SLAK);
    write(MCR, INRQ);
    EXPECT_EQ(read(MSR) & 3, INAK);
    write(BTR, timing);
    write(MCR, 0);
    pass(11 * bit_length - Picoseconds{1});
    EXPECT_EQ(read(MSR) & 3, INAK);
    EXPECT_EQ(fabric.unchanged_until, fabric.time + Picoseconds{1});
    pass(Picoseconds{1});
    EXPECT_EQ(read(MSR) & 3, 0u);
    write(BTR, 0);
    EXPECT_EQ(read(BTR), timing) << "only in initialization mode";
    write(MCR, SLEEP);
    EXPECT_EQ(read(MSR) & 3, SLAK);
    write(MCR, 0);
    pass(11 * bit_length);
    EXPECT_EQ(read(MSR) & 3, 0u);
    write(MCR, 0x8000);
    EXPECT_EQ(read(MCR), 0x00010002u);
    EXPECT_EQ(read(MSR) & 3, SLAK);
}

TEST_F(CanTest, a_dominant_line_keeps_it_from_normal_mode) {
    struct Row {
        std::uint32_t mapr;
        Pin rx;
    };
    for (const Row& row : {Row{0, {'A', 11}}, Row{2u << 13, {'B', 8}}, Row{3u << 13, {'D', 0}}}) {
        fabric.remap = row.mapr;
        fabric.board = {{row.rx, Level::low}};
        can.reset(fabric, ResetCause::software);
        start(0);
        pass(1s);
        EXPECT_EQ(read(MSR) & 0x803, INAK);
        fabric.board[row.rx] = Level::high;
        can.pads_changed(fabric);
        pass(11 * bit_length);
        EXPECT_EQ(read(MSR) & 0x803, 0x800u);
    }
}

TEST_F(CanTest, loop_back_receives_its_own_frame_when_it_has_left) {
    for (const std::uint32_t mode : {LBKM, LBKM | SILM}) {
        can.reset(fabric, ResetCause::software);
        start(mode);
        write(IER, 3);
        write(TDT0R, 2);
        write(TDL0R, 0xBEEF);
        write(TI0R, standard(0x123) | TXRQ);
        EXPECT_EQ(read(TSR), 0x19000000u);
        write(TDL0R, 0);
        EXPECT_EQ(read(TDL0R), 0xBEEFu) << "a mailbox that is not empty cannot be written";
        pass((47 + 16) * bit_length - Picoseconds{1});
        EXPECT_TRUE(fabric.irqs.empty());
        pass(Picoseconds{1});
        EXPECT_EQ(fabric.irqs, (std::set<unsigned>{19, 20}));
        EXPECT_EQ(read(TSR), 0x1C000003u);
        EXPECT_EQ(read(RF0R), 1u);
        EXPECT_EQ(read(RI0R), standard(0x123));
        EXPECT_EQ(read(RDT0R), 2u);
        EXPECT_EQ(read(RDL0R), 0xBEEFu);
        write(RF0R, 0x20);
        write(TSR, 1);
        EXPECT_EQ(read(RF0R), 0u);
        EXPECT_TRUE(fabric.irqs.empty());
        EXPECT_EQ(read(ESR), 0u);
    }
}

TEST_F(CanTest, mailboxes_go_by_identifier_or_by_request) {
    struct Row {
        std::uint32_t mcr;
        std::uint32_t order[3];
    };
    for (const Row& row : {Row{0, {5, 7, 9}}, Row{TXFP, {9, 5, 7}}}) {
        can.reset(fabric, ResetCause::software);
        start(LBKM, row.mcr);
        write(MCR, row.mcr | INRQ);
        write(TI2R, standard(9) | TXRQ);
        write(TI0R, standard(5) | TXRQ);
        write(TI1R, standard(7) | TXRQ);
        EXPECT_EQ(read(TSR) & 0x1C000000, 0u);
        write(MCR, row.mcr);
        pass(10ms);
        for (const std::uint32_t identifier : row.order) {
            EXPECT_EQ(read(RI0R), standard(identifier));
            write(RF0R, 0x20);
        }
    }
}

TEST_F(CanTest, a_full_fifo_keeps_the_newest_unless_it_is_locked) {
    for (const bool locked : {false, true}) {
        can.reset(fabric, ResetCause::software);
        start(LBKM, locked ? RFLM : 0);
        for (std::uint32_t identifier = 1; identifier <= 4; ++identifier) {
            EXPECT_EQ(read(RF0R) & 8, identifier == 4 ? 8u : 0u) << "FULL";
            write(TI0R, standard(identifier) | TXRQ);
            pass(1ms);
        }
        EXPECT_EQ(read(RF0R), 0x1Bu);
        write(RF0R, 0x10);
        for (int message = 0; message < 2; ++message) write(RF0R, 0x20);
        EXPECT_EQ(read(RI0R), standard(locked ? 3 : 4));
        EXPECT_EQ(read(RF0R), 1u);
    }
}

TEST_F(CanTest, nobody_acknowledges_so_it_retries_and_becomes_error_passive_but_never_bus_off) {
    start(0);
    write(IER, 0x8100);  // ERRIE, EWGIE
    write(TI0R, standard(1) | TXRQ);
    pass((47 + 17) * bit_length);
    EXPECT_EQ(read(ESR), 0x00080030u) << "TEC = 8, acknowledgment error";
    EXPECT_EQ(read(TSR) & 0x1C00000F, 0x18000000u);
    pass(10 * (47 + 17) * bit_length);
    EXPECT_TRUE(fabric.irqs.empty());
    pass((47 + 17) * bit_length);
    EXPECT_EQ(read(ESR), 0x00600031u) << "TEC = 96: warning";
    EXPECT_TRUE(fabric.irqs.contains(22));
    write(MSR, 4);
    EXPECT_TRUE(fabric.irqs.empty());
    pass(10s);
    EXPECT_EQ(read(ESR), 0x00800033u) << "TEC = 128: passive";
    write(TSR, 0x80);
    pass(1ms);
    EXPECT_EQ(read(TSR), 0x1C000009u) << "aborted: RQCP, TERR";
}

TEST_F(CanTest, without_retransmission_one_failure_ends_the_request) {
    start(0, NART);
    write(TI1R, standard(1) | TXRQ);
    pass(1ms);
    EXPECT_EQ(read(TSR), 0x1C000900u);
    pass(100ms);
    EXPECT_EQ(read(ESR), 0x00080030u);
}

TEST_F(CanTest, silent_it_sends_nothing) {
    start(SILM);
    write(TI0R, standard(1) | TXRQ);
    pass(1s);
    EXPECT_EQ(read(TSR), 0x19000000u);
    EXPECT_EQ(read(ESR), 0u);
    write(TSR, 0x80);
    EXPECT_EQ(read(TSR), 0x1C000001u) << "a pending request is aborted at once";
}

TEST_F(CanTest, filters_choose_fifo_and_index) {
    constexpr std::uint32_t extended = 0x12345u << 3 | 4;
    struct Row {
        const char* name;
        std::uint32_t fm1r, fs1r, ffa1r, f0r1, f0r2;
        std::uint32_t identifier;
        int fifo;  // -1: refused
        std::uint32_t FMI;
    };
    const Row rows[] = {
        {"mask, any", 0, 1, 0, 0, 0, 0x123u << 21, 0, 0},
        {"mask, other", 0, 1, 0, 0x100u << 21, 0x7FFu << 21, 0x101u << 21, -1, 0},
        {"mask, high bits", 0, 1, 0, 0x100u << 21, 0x700u << 21, 0x1FFu << 21, 0, 0},
        {"mask, into FIFO 1", 0, 1, 1, 0, 0, 0x123u << 21, 1, 0},
        {"list, second", 1, 1, 0, 0x100u << 21, 0x101u << 21, 0x101u << 21, 0, 1},
        {"list, extended", 1, 1, 0, extended, 0, extended, 0, 0},
        {"list, remote is another", 1, 1, 0, 0x101u << 21, 0x101u << 21, 0x101u << 21 | 2, -1, 0},
        {"16-bit mask, second", 0, 0, 0, 0xFFFF0000 | 0x001u << 5, 0xFFE00000 | 0x123u << 5, 0x7FFu << 21, -1, 0},
        {"16-bit mask, first", 0, 0, 0, 0xFFE00000 | 0x123u << 5, 0xFFFFFFFF, 0x123u << 21, 0, 0},
        {"16-bit list, fourth", 1, 0, 0, 0, 0x123u << 21, 0x123u << 21, 0, 3},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        can.reset(fabric, ResetCause::software);
        start(LBKM);
        write(FMR, 1);
        write(FM1R, row.fm1r);
        write(FS1R, row.fs1r);
        write(FFA1R, row.ffa1r);
        write(F0R1, row.f0r1);
        write(F0R2, row.f0r2);
        write(FMR, 0);
        write(TI0R, row.identifier | TXRQ);
        pass(10ms);
        EXPECT_EQ(read(RF0R), row.fifo == 0 ? 1u : 0u);
        EXPECT_EQ(read(RF1R), row.fifo == 1 ? 1u : 0u);
        if (row.fifo < 0) continue;
        EXPECT_EQ(read(row.fifo == 0 ? RI0R : RI1R), row.identifier);
        EXPECT_EQ(read(row.fifo == 0 ? RDT0R : RI1R + 4) >> 8 & 0xFF, row.FMI);
    }
}

TEST_F(CanTest, filter_indices_count_the_banks_of_one_fifo_and_wide_lists_come_first) {
    CanFilters filters;
    filters.FS1R = 0b1001;
    filters.FM1R = 0b1000;
    filters.FFA1R = 0b0010;
    filters.FA1R = 0b1101;
    filters.words[3] = {0x123u << 21, 0};
    const auto exact = filters.match(0x123u << 21);  // bank 0 has 1 filter, bank 2 has 2, bank 1 is of the other FIFO
    ASSERT_TRUE(exact);
    EXPECT_EQ(exact->index, 3u);
    const auto any = filters.match(0x124u << 21);
    ASSERT_TRUE(any);
    EXPECT_EQ(any->index, 0u) << "32 bits before 16";
}

}  // namespace
}  // namespace jig::machine
