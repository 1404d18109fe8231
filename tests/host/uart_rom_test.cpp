// SPDX-License-Identifier: Apache-2.0
// The driver of ST's bootloader on the bootloader of the bench: two readings of AN3155.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>

#include "faulty_serial.hpp"
#include "probe/uart_bootloader/rom_bootloader.hpp"
#include "rig.hpp"

namespace jig::host {
namespace {

using namespace probe::uart_bootloader;
using std::chrono_literals::operator""s;

constexpr std::uint32_t flash = 0x08000000, sram = 0x20001000;
constexpr const char* port_name = "USART1";

Rig rig_in_rom(const std::string& more = "") {
    return Rig({.firmware = Firmware::blank, .probe = "bootloader", .more = "boot0 = \"high\"\n" + more});
}

std::unique_ptr<RomBootloader> opened(port::Ports& ports, const UartAddress& address = {.path = port_name}) {
    auto chip = RomBootloader::open(ports, address);
    EXPECT_TRUE(chip) << chip.error().what;
    return chip ? std::move(*chip) : nullptr;
}

std::string what(const Result<void>& result) { return result ? "" : result.error().what; }

Bytes pattern(std::size_t size, unsigned seed = 1) {
    Random random(seed);
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

Bytes read_back(SerialChip& chip, std::uint32_t address, std::size_t size) {
    Bytes bytes(size);
    EXPECT_EQ(what(chip.memory().read(address, bytes, {})), "");
    return bytes;
}

TEST(UartRom, is_known_by_version_and_product) {
    Rig rig = rig_in_rom();
    for (const std::uint32_t baud : {1200U, 57600U, 115200U, 230400U}) {
        rig.bench().power_cycle(1s);
        const auto chip = opened(rig.bench().ports(), {.path = port_name, .baud = baud});
        ASSERT_TRUE(chip);
        EXPECT_EQ(chip->info().address, fmt::format("uart:USART1@{}", baud));
        EXPECT_EQ(chip->info().speaker, "ROM bootloader 2.2");
        EXPECT_EQ(chip->info().product_id, 0x414);
    }
}

TEST(UartRom, writes_and_reads_flash_and_sram_of_any_length) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    for (const auto& [address, size] : {std::pair(flash, 1030U), std::pair(flash + 2048, 3U), std::pair(sram, 256U)}) {
        const Bytes data = pattern(size);
        std::uint64_t done = 0;
        ASSERT_EQ(what(chip->memory().write(address, data, [&](std::uint64_t bytes) { done = bytes; })), "");
        EXPECT_EQ(done, size);
        EXPECT_EQ(read_back(*chip, address, size), data);
    }
    EXPECT_EQ(read_back(*chip, flash + 2048 + 3, 1), Bytes{0xFF});
    EXPECT_EQ(chip->info().repetitions, 0U);
}

TEST(UartRom, erases_pages_and_everything) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    const Bytes zeros(3 * 2048, 0);
    ASSERT_EQ(what(chip->memory().write(flash, zeros, {})), "");
    constexpr std::array<std::uint16_t, 2> pages = {0, 2};
    ASSERT_EQ(what(chip->memory().erase_pages(pages, {})), "");
    const Bytes back = read_back(*chip, flash, zeros.size());
    EXPECT_EQ(std::accumulate(back.begin(), back.end(), 0U), 4096U * 0xFF) << "page 1 is left";
    ASSERT_EQ(what(chip->memory().erase_all()), "");
    EXPECT_EQ(read_back(*chip, flash, zeros.size()), Bytes(zeros.size(), 0xFF));
}

TEST(UartRom, has_no_checksum_and_says_what_to_do_instead) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    const auto sum = chip->memory().checksum({flash, 1024});
    ASSERT_FALSE(sum);
    EXPECT_EQ(sum.error().kind, ErrorKind::unsupported);
    EXPECT_EQ(sum.error().what, "the ROM bootloader has no checksum of 0x08000000-0x080003ff; read it back instead");
}

TEST(UartRom, sets_option_bytes_and_protection) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    const Bytes options = from_hex("a55aff0012ed34cbff00ff00ff00ff00").value();
    ASSERT_EQ(what(chip->control().write_option_bytes(options)), "");
    EXPECT_EQ(read_back(*chip, 0x1FFFF800, 16), options);
    ASSERT_EQ(what(chip->memory().write(flash, Bytes(4, 0), {})), "");
    ASSERT_EQ(what(chip->control().protect_readout()), "");
    Bytes one(1);
    const auto refused = chip->memory().read(flash, one, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::protection);
    EXPECT_EQ(refused.error().what,
              "uart:USART1: Read Memory of 1 bytes at 0x08000000: the bootloader refused (NACK), 3 times in a row: the "
              "chip is read-protected, and then only lifting the protection is left, which erases it");
    ASSERT_EQ(what(chip->control().unprotect_readout()), "");
    EXPECT_EQ(read_back(*chip, flash, 4), Bytes(4, 0xFF));
}

TEST(UartRom, comes_back_after_a_reset_without_any_line) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    const std::uint64_t resets = rig.chip().resets();
    ASSERT_EQ(what(chip->control().reset()), "");
    EXPECT_EQ(rig.chip().resets(), resets + 1);
    EXPECT_EQ(read_back(*chip, flash, 4), Bytes(4, 0xFF));
}

TEST(UartRom, is_entered_by_dtr_and_rts_and_left_by_go) {
    Rig rig({.firmware = Firmware::counts, .probe = "bootloader"});
    rig.pass(std::chrono::milliseconds(10));
    EXPECT_LT(rig.chip().pc(), 0x1FFFF000U);
    const UartAddress address = parse_uart_address("USART1,boot0=rts,nrst=dtr").value();
    const auto chip = opened(rig.bench().ports(), address);
    ASSERT_TRUE(chip);
    EXPECT_TRUE(chip->info().can_reset);
    EXPECT_GE(rig.chip().pc(), 0x1FFFF000U);
    ASSERT_EQ(what(chip->control().start(flash)), "");
    rig.pass(std::chrono::milliseconds(1));
    EXPECT_LT(rig.chip().pc(), 0x1FFFF000U);
}

// What a host that died has left behind: half a command, an address, a block that was never finished.
TEST(UartRom, answers_a_second_run_wherever_the_first_one_stopped) {
    for (const char* left : {"31", "31ce", "31ce0800", "31ce0800000008ff", "31ce0800000008ff01020304"}) {
        Rig rig = rig_in_rom();
        {
            const auto first = opened(rig.bench().ports());
            ASSERT_TRUE(first);
            ASSERT_EQ(what(first->link().line().send(from_hex(left).value())), "");
        }
        const auto second = opened(rig.bench().ports());
        ASSERT_TRUE(second) << left;
        EXPECT_EQ(read_back(*second, flash, 4), Bytes(4, 0xFF)) << left;
    }
}

TEST(UartRom, gets_through_a_line_that_loses_and_changes_bytes) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        Rig rig = rig_in_rom();
        FaultyPorts ports(rig.bench().ports(), {.seed = seed, .lost = 2e-4, .changed = 2e-4});
        const auto chip = opened(ports);
        ASSERT_TRUE(chip) << seed;
        const Bytes data = pattern(16384, seed);
        EXPECT_EQ(what(chip->memory().write(flash, data, {})), "") << seed;
        const auto clean = opened(rig.bench().ports());
        ASSERT_TRUE(clean) << seed;
        EXPECT_TRUE(read_back(*clean, flash, data.size()) == data) << seed;
        EXPECT_GT(chip->info().repetitions, 0U) << seed;
    }
}

TEST(UartRom, that_is_silent_is_told_apart_from_a_wrong_rate_and_an_unplugged_adapter) {
    Rig firmware_runs({.firmware = Firmware::counts, .probe = "bootloader"});
    const auto silent = RomBootloader::open(firmware_runs.bench().ports(), {.path = port_name});
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().kind, ErrorKind::link);
    EXPECT_EQ(silent.error().what,
              "uart:USART1: no bootloader answers at 115200 baud: set BOOT0 high and BOOT1 low, reset the board, and "
              "see that its PA9 is connected to the adapter's RX and its PA10 to TX");

    Rig other_rate = rig_in_rom();
    ASSERT_TRUE(opened(other_rate.bench().ports(), {.path = port_name, .baud = 57600}));
    const auto garbled = RomBootloader::open(other_rate.bench().ports(), {.path = port_name});
    ASSERT_FALSE(garbled);
    EXPECT_EQ(garbled.error().kind, ErrorKind::link);
    EXPECT_EQ(garbled.error().what,
              "uart:USART1: 0x7F at 115200 baud was answered with 0xfe, which is neither ACK nor NACK: the bootloader "
              "keeps the rate of the first byte after a reset; reset the board, or use the rate of the last run");

    Rig unplugged = rig_in_rom("faults = { usb_unplug_at = 2000 }");
    const auto chip = opened(unplugged.bench().ports());
    ASSERT_TRUE(chip);
    Bytes bytes(4096);
    const auto gone = chip->memory().read(flash, bytes, {});
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::link);
    EXPECT_EQ(gone.error().what,
              "uart:USART1: Read Memory of 256 bytes at 0x08000700: USART1 is gone: the adapter was "
              "unplugged");
}

}  // namespace
}  // namespace jig::host
