// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/exti.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t IMR = 0x00, EMR = 0x04, RTSR = 0x08, FTSR = 0x0C, SWIER = 0x10, PR = 0x14;

struct ExtiTest : ::testing::Test {
    ExtiTest() {
        fabric.exti_ports.fill('A');
        exti.reset(fabric, ResetCause::power_on);
    }
    std::uint32_t read(std::uint32_t offset) { return read_word(exti, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(exti, fabric, offset, value); }
    void set(Pin pin, Level level) {
        fabric.board[pin] = level;
        exti.pads_changed(fabric);
    }

    RecordingFabric fabric;
    Exti exti;
};

TEST_F(ExtiTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"IMR", IMR, 0, 0x7FFFF},   {"EMR", EMR, 0, 0x7FFFF}, {"RTSR", RTSR, 0, 0x7FFFF},
        {"FTSR", FTSR, 0, 0x7FFFF}, {"PR", PR, 0, 0},
    };
    testing::expect_registers(fabric, rows, [] { return Exti(); });
}

TEST_F(ExtiTest, chosen_edges_of_the_chosen_port_set_pending) {
    fabric.exti_ports[13] = 'C';
    set({'A', 13}, Level::low);
    set({'C', 13}, Level::low);
    write(RTSR, 1u << 13);
    set({'A', 13}, Level::high);
    EXPECT_EQ(read(PR), 0u);
    set({'C', 13}, Level::high);
    EXPECT_EQ(read(PR), 1u << 13);
    write(PR, 1u << 13);
    set({'C', 13}, Level::low);
    EXPECT_EQ(read(PR), 0u);  // a falling edge was not asked for
    write(FTSR, 1u << 13);
    set({'C', 13}, Level::high);
    set({'C', 13}, Level::low);
    EXPECT_EQ(read(PR), 1u << 13);
    EXPECT_TRUE(fabric.irqs.empty());  // IMR masks it
}

TEST_F(ExtiTest, each_line_has_its_vector) {
    const unsigned positions[19] = {6, 7, 8, 9, 10, 23, 23, 23, 23, 23, 40, 40, 40, 40, 40, 40, 1, 41, 42};
    for (unsigned line = 0; line < 19; ++line) {
        SCOPED_TRACE(line);
        write(IMR, 1u << line);
        write(SWIER, 1u << line);
        EXPECT_EQ(read(SWIER), 1u << line);
        EXPECT_EQ(fabric.irqs, std::set<unsigned>{positions[line]});
        write(PR, 1u << line);
        EXPECT_EQ(read(PR), 0u);
        EXPECT_EQ(read(SWIER), 0u);
        EXPECT_TRUE(fabric.irqs.empty());
    }
}

TEST_F(ExtiTest, unmasked_events_pulse_the_core) {
    set({'A', 0}, Level::low);
    write(RTSR, 1);
    set({'A', 0}, Level::high);
    EXPECT_EQ(fabric.events, 0);
    write(EMR, 1);
    set({'A', 0}, Level::low);
    set({'A', 0}, Level::high);
    EXPECT_EQ(fabric.events, 1);
}

TEST_F(ExtiTest, an_edge_before_the_trigger_was_chosen_does_not_count) {
    set({'A', 4}, Level::low);
    set({'A', 4}, Level::high);
    write(RTSR, 1u << 4);
    exti.pads_changed(fabric);
    EXPECT_EQ(read(PR), 0u);
}

TEST_F(ExtiTest, a_pulse_from_inside_the_chip_needs_an_edge_to_be_chosen) {
    write(IMR, 1u << 17);
    exti.pulse(fabric, 17);
    EXPECT_EQ(read(PR), 0u);
    write(RTSR, 1u << 17);
    exti.pulse(fabric, 17);
    EXPECT_EQ(read(PR), 1u << 17);
    EXPECT_TRUE(fabric.irqs.contains(41));
}

TEST_F(ExtiTest, lines_that_start_converters_tell_them) {
    write(RTSR, 0xFFFF);
    for (const Level level : {Level::low, Level::high})
        for (const Pin pin : {Pin{'A', 9}, Pin{'A', 10}, Pin{'A', 11}, Pin{'A', 15}}) set(pin, level);
    ASSERT_EQ(fabric.triggers.size(), 3u);
    EXPECT_EQ(fabric.triggers[0].first, Trigger::exti(9));
    EXPECT_EQ(fabric.triggers[1].first, Trigger::exti(11));
    EXPECT_EQ(fabric.triggers[2].first, Trigger::exti(15));
}

}  // namespace
}  // namespace jig::machine
