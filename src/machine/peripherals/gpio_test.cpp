// SPDX-License-Identifier: Apache-2.0
#include "machine/peripherals/gpio.hpp"

#include "machine/testing/register_rows.hpp"

namespace jig::machine {
namespace {

using testing::read_word;
using testing::RecordingFabric;
using testing::RegisterRow;
using testing::write_word;

constexpr std::uint32_t CRL = 0x00, CRH = 0x04, IDR = 0x08, ODR = 0x0C, BSRR = 0x10, BRR = 0x14, LCKR = 0x18;
constexpr std::uint32_t LCKK = 1u << 16;

struct GpioTest : ::testing::Test {
    GpioTest() { port.reset(fabric, ResetCause::power_on); }
    std::uint32_t read(std::uint32_t offset) { return read_word(port, fabric, offset); }
    void write(std::uint32_t offset, std::uint32_t value) { write_word(port, fabric, offset, value); }

    RecordingFabric fabric;
    Gpio port{'B'};
};

TEST_F(GpioTest, registers_reset_and_keep_the_bits_the_manual_prints) {
    const RegisterRow rows[] = {
        {"CRL", CRL, 0x44444444, 0xFFFFFFFF},
        {"CRH", CRH, 0x44444444, 0xFFFFFFFF},
        {"IDR", IDR, 0xFFFF, 0},
        {"ODR", ODR, 0, 0xFFFF},
        {"BSRR", BSRR, 0, 0},
        {"BRR", BRR, 0, 0},
        {"LCKR", LCKR, 0, 0xFFFF},
    };
    testing::expect_registers(fabric, rows, [&] {
        Gpio fresh{'B'};
        fresh.reset(fabric, ResetCause::power_on);
        return fresh;
    });
}

TEST_F(GpioTest, every_mode_drives_and_reads_as_printed) {
    using enum Level;
    struct Row {
        const char* name;
        std::uint32_t mode;
        bool odr;
        Level level, pull;
        Level board;
        bool idr;
    };
    const Row rows[] = {
        {"analog reads 0", 0x0, false, floating, floating, high, false},
        {"floating input, nothing outside", 0x4, false, floating, floating, floating, true},
        {"floating input, driven low", 0x4, true, floating, floating, low, false},
        {"pull-down", 0x8, false, floating, low, floating, false},
        {"pull-up", 0x8, true, floating, high, floating, true},
        {"pull-up against a driver", 0x8, true, floating, high, low, false},
        {"push-pull low", 0x1, false, low, floating, floating, false},
        {"push-pull high", 0x3, true, high, floating, floating, true},
        {"open drain low", 0x6, false, low, floating, high, false},
        {"open drain released", 0x6, true, floating, floating, low, false},
        {"alternate push-pull is its peripheral's", 0xB, false, floating, floating, floating, true},
        {"alternate open drain is its peripheral's", 0xF, false, floating, floating, floating, true},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{10}}) {
            const Pin pin{'B', number};
            fabric.board[pin] = row.board;
            write(ODR, row.odr ? 1u << number : 0);
            const std::uint32_t shift = (number % 8u) * 4;
            write(number < 8 ? CRL : CRH, (0x44444444u & ~(0xFu << shift)) | row.mode << shift);
            EXPECT_EQ(fabric.driven.at(pin), (RecordingFabric::Drive{pin, row.level, row.pull}));
            EXPECT_EQ((read(IDR) >> number & 1) != 0, row.idr);
        }
    }
}

TEST_F(GpioTest, bsrr_sets_before_it_resets_and_brr_only_resets) {
    write(ODR, 0x00FF);
    write(BSRR, 0x00FF'0F00);
    EXPECT_EQ(read(ODR), 0x0F00u);
    write(BSRR, 0x0F00'0100);
    EXPECT_EQ(read(ODR), 0x0100u);  // BS8 wins over BR8
    write(BRR, 0xFFFF'0100);
    EXPECT_EQ(read(ODR), 0u);
}

TEST_F(GpioTest, only_pins_that_change_are_driven) {
    write(CRL, 0x44444433);
    fabric.drives.clear();
    write(BSRR, 0x00F2);
    const std::vector<RecordingFabric::Drive> expected = {{{'B', 1}, Level::high, Level::floating}};
    EXPECT_EQ(fabric.drives, expected);
    write(BSRR, 0x00F2);
    EXPECT_EQ(fabric.drives, expected);
}

TEST_F(GpioTest, the_lock_sequence_freezes_the_chosen_pins_until_reset) {
    write(CRL, 0x33333333);
    write(LCKR, LCKK | 0x0102);
    write(LCKR, 0x0102);
    write(LCKR, LCKK | 0x0102);
    EXPECT_EQ(read(LCKR), 0x0102u);
    EXPECT_EQ(read(LCKR), LCKK | 0x0102);
    write(CRL, 0x88888888);
    write(CRH, 0x88888888);
    EXPECT_EQ(read(CRL), 0x88888838u);
    EXPECT_EQ(read(CRH), 0x88888884u);
    write(LCKR, 0);
    EXPECT_EQ(read(LCKR), LCKK | 0x0102);
    write(ODR, 0x0002);
    EXPECT_EQ(read(ODR), 0x0002u);  // the lock holds the configuration, not the output
    port.reset(fabric, ResetCause::software);
    EXPECT_EQ(read(LCKR), 0u);
    EXPECT_EQ(read(CRL), 0x44444444u);
}

TEST_F(GpioTest, any_error_in_the_lock_sequence_aborts_it) {
    struct Row {
        const char* name;
        std::vector<std::uint32_t> writes;
    };
    const Row rows[] = {
        {"pins changed in between", {LCKK | 1, 2, LCKK | 2}},
        {"key twice", {LCKK | 1, LCKK | 1, 1}},
        {"no first key", {1, LCKK | 1}},
        {"last key missing", {LCKK | 1, 1, 1}},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        port.reset(fabric, ResetCause::power_on);
        for (const std::uint32_t value : row.writes) write(LCKR, value);
        read(LCKR);
        EXPECT_EQ(read(LCKR) & LCKK, 0u);
        write(CRL, 0x33333333);
        EXPECT_EQ(read(CRL), 0x33333333u);
    }
}

TEST_F(GpioTest, reset_releases_every_pin) {
    write(CRL, 0x33333333);
    port.reset(fabric, ResetCause::software);
    for (std::uint8_t number = 0; number < 16; ++number) {
        const Pin pin{'B', number};
        EXPECT_EQ(fabric.driven.at(pin), (RecordingFabric::Drive{pin, Level::floating, Level::floating}));
    }
}

TEST_F(GpioTest, an_alternate_output_follows_its_peripheral_in_its_mode_only) {
    using enum Level;
    struct Row {
        const char* name;
        std::uint32_t mode;
        Level function, pad;
    };
    const Row rows[] = {
        {"push-pull high", 0xB, high, high},
        {"push-pull low", 0x9, low, low},
        {"open drain high lets go", 0xF, high, floating},
        {"open drain low", 0xD, low, low},
        {"no peripheral", 0xB, floating, floating},
        {"plain output shows ODR", 0x3, high, low},
        {"an input drives nothing", 0x4, high, floating},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(row.name);
        write(CRL, row.mode << 12);
        port.drive_function(fabric, 3, row.function);
        EXPECT_EQ((fabric.driven.at({'B', 3}).level), row.pad);
    }
    port.drive_function(fabric, 3, high);
    write(CRL, 0xB << 12);
    EXPECT_EQ((fabric.driven.at({'B', 3}).level), high) << "the mode may come after the level";
    port.reset(fabric, ResetCause::software);
    write(CRL, 0xB << 12);
    EXPECT_EQ((fabric.driven.at({'B', 3}).level), high) << "the peripheral was not reset";
}

}  // namespace
}  // namespace jig::machine
