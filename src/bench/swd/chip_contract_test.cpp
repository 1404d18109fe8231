// SPDX-License-Identifier: Apache-2.0
// The wires on a real virtual chip: what the recording bus of the other tests stands for must hold there, too.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "bench/debug_port/chip_bus.hpp"
#include "bench/debug_port/testing/dap_steps.hpp"
#include "bench/swd/swd_host.hpp"

namespace jig::bench::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t flash_KEYR = 0x40022004, flash_SR = 0x4002200C, flash_CR = 0x40022010;
constexpr std::uint32_t csw_half = 0x23000001;

class ChipTime final : public WireTime {
 public:
    explicit ChipTime(machine::Chip& chip) : chip_(&chip) {}
    void pass(std::uint64_t clock_cycles) override {
        chip_->run_until(chip_->now() + machine::Picoseconds(250ns) * static_cast<std::int64_t>(clock_cycles));
    }

 private:
    machine::Chip* chip_;
};

// A chip without firmware on a 4 MHz wire, awake.
class ChipContractTest : public ::testing::Test {
 protected:
    std::vector<std::uint8_t> flash = std::vector<std::uint8_t>(256 * 1024, 0xFF);
    std::vector<std::uint8_t> backup = std::vector<std::uint8_t>(machine::BackupDomain::size_bytes(42));
    std::array<std::uint8_t, 16> options{0xA5, 0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00,
                                         0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00};
    machine::Chip chip{machine::ChipConfig{}, {flash, options, backup}};
    ChipBus bus{chip};
    ChipTime time{chip};
    DebugPort port{bus};
    SwjPort wire{port, time};
    SwdHost host{wire};

    ChipContractTest() {
        chip.power_on();
        chip.run_until(chip.now() + machine::Picoseconds(5ms));  // past the power-on reset's own duration
        host.jtag_to_swd();
        host.transfer(read_DPIDR);
        host.transfer(write_CTRL_STAT, power_up);
        host.transfer(write_SELECT, 0);
    }
    // Repeats the packet while it is answered with WAIT; how often that was.
    unsigned insist(const DapRequest& request, std::uint32_t value, DapTransfer& result) {
        unsigned waits = 0;
        while ((result = host.transfer(request, value)).ack == SwdAck::wait) ++waits;
        return waits;
    }
    SwdAck poke(std::uint32_t address, std::uint32_t value, std::uint32_t csw = csw_word) {
        DapTransfer result;
        insist(write_CSW, csw, result);
        insist(write_TAR, address, result);
        insist(write_DRW, value, result);
        insist(read_RDBUFF, 0, result);
        return result.ack;
    }
    std::uint32_t peek(std::uint32_t address) {
        DapTransfer result;
        insist(write_CSW, csw_word, result);
        insist(write_TAR, address, result);
        insist(read_DRW, 0, result);
        insist(read_RDBUFF, 0, result);
        return result.ack == SwdAck::ok ? result.value : 0xDEADDEAD;
    }
    void unlock_flash() {
        poke(flash_KEYR, 0x45670123);
        poke(flash_KEYR, 0xCDEF89AB);
    }
    std::uint32_t sticky() { return host.transfer(read_CTRL_STAT).value & ctrl_stat::sticky_flags; }
};

TEST_F(ChipContractTest, the_core_and_the_identity_answer) {
    EXPECT_EQ(peek(0xE000ED00), 0x411FC231u);
    EXPECT_EQ(peek(0xE0042000), 0x10036414u);
    EXPECT_EQ(peek(0x1FFFF7E0) & 0xFFFF, 256u);
}

TEST_F(ChipContractTest, sram_keeps_each_width_where_its_lane_is) {
    poke(0x20000000, 0x44332211);
    poke(0x20000002, 0xABCD0000, csw_half);
    poke(0x20000001, 0x0000EE00, 0x23000000);
    EXPECT_EQ(peek(0x20000000), 0xABCDEE11u);
}

TEST_F(ChipContractTest, an_address_with_nothing_behind_it_faults_and_sets_stickyerr) {
    EXPECT_EQ(poke(0x70000000, 1), SwdAck::fault);
    EXPECT_EQ(sticky(), ctrl_stat::STICKYERR);
    host.transfer(write_ABORT, clear_all);
    EXPECT_EQ(peek(0xE000ED00), 0x411FC231u);
}

TEST_F(ChipContractTest, programming_a_half_word_stalls_the_bus_and_the_next_access_waits) {
    unlock_flash();
    poke(flash_CR, 1);  // PG
    DapTransfer result;
    insist(write_CSW, csw_half, result);
    insist(write_TAR, 0x08000000, result);
    insist(write_DRW, 0x1234, result);
    const auto start = chip.now();
    insist(write_TAR, 0x08000002, result);
    insist(write_DRW, 0x56780000, result);
    const unsigned waits = insist(read_RDBUFF, 0, result);
    EXPECT_EQ(result.ack, SwdAck::ok);
    EXPECT_GT(waits, 0u);
    EXPECT_EQ(flash[0] | flash[1] << 8, 0x1234);
    // One half-word takes 52.5 us typically; the second cannot start before the first is done.
    EXPECT_GE(chip.now() - start, machine::Picoseconds(52us));
    EXPECT_EQ(peek(0x08000000), 0x56781234u);
    EXPECT_EQ(peek(flash_SR) & 0x14, 0u);
}

TEST_F(ChipContractTest, a_word_into_flash_is_a_bus_error) {
    unlock_flash();
    poke(flash_CR, 1);
    EXPECT_EQ(poke(0x08000000, 0x12345678), SwdAck::fault);
    EXPECT_EQ(sticky(), ctrl_stat::STICKYERR);
    EXPECT_EQ(flash[0], 0xFF);
}

TEST_F(ChipContractTest, reset_pin_leaves_the_debug_port_alone) {
    poke(0x20000000, 0xCAFE);
    chip.set_nrst(true);
    EXPECT_EQ(sticky(), 0u);
    chip.set_nrst(false);
    chip.run_until(chip.now() + machine::Picoseconds(5ms));
    EXPECT_EQ(host.transfer(read_CTRL_STAT).value & 0xF0000000, 0xF0000000u);
    EXPECT_EQ(peek(0xE000ED00), 0x411FC231u);
}

TEST_F(ChipContractTest, without_power_nobody_answers) {
    chip.power_off();
    EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::none);
    chip.power_on();
    wire.power_on_reset();
    EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::none);
    host.jtag_to_swd();
    EXPECT_EQ(host.transfer(read_DPIDR).ack, SwdAck::ok);
}

}  // namespace
}  // namespace jig::bench::testing
