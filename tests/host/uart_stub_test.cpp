// SPDX-License-Identifier: Apache-2.0
// The stub in the SRAM of the virtual chip, and the driver that takes it there.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <numeric>

#include "faulty_serial.hpp"
#include "probe/uart_bootloader/open_chip.hpp"
#include "rig.hpp"

namespace jig::host {
namespace {

using namespace probe::uart_bootloader;

constexpr std::uint32_t flash = 0x08000000, sram = 0x20008000;

Rig rig_in_rom(const std::string& more = "") {
    return Rig({.firmware = Firmware::blank, .probe = "bootloader", .more = "boot0 = \"high\"\n" + more});
}

std::unique_ptr<SerialChip> opened(port::Ports& ports, const std::string& address = "USART1") {
    auto chip = open_chip(ports, address);
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

// That are not blank.
std::size_t half_words_in(ByteView data) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < data.size(); at += 2) count += load_le16(data.subspan(at)) != 0xFFFF ? 1 : 0;
    return count;
}

TEST(UartStub, runs_and_raises_the_rate) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    EXPECT_EQ(chip->info().speaker, "RAM stub 1 over ROM bootloader 2.2");
    EXPECT_EQ(chip->info().baud, 921600U);
    EXPECT_EQ(chip->info().repetitions, 0U);
    EXPECT_EQ(chip->info().notes, std::vector<std::string>{});
}

TEST(UartStub, writes_and_reads_flash_and_sram_of_any_length) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    for (const auto& [address, size] :
         {std::pair(flash, 70000U), std::pair(flash + 0x20000, 3U), std::pair(sram, 1030U)}) {
        const Bytes data = pattern(size);
        std::uint64_t done = 0;
        ASSERT_EQ(what(chip->memory().write(address, data, [&](std::uint64_t bytes) { done = bytes; })), "");
        EXPECT_EQ(done, size);
        EXPECT_TRUE(read_back(*chip, address, size) == data);
    }
    EXPECT_EQ(chip->info().repetitions, 0U);
}

TEST(UartStub, does_not_touch_what_is_blank_and_finds_what_was_not_erased) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    Bytes data(8192, 0xFF);
    data[5000] = 0x12;
    ASSERT_EQ(what(chip->memory().write(flash, data, {})), "");
    EXPECT_EQ(rig.chip().half_words_programmed(), 1U);
    data[5000] = 0x34;
    const auto refused = chip->memory().write(flash, data, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::refused);
    EXPECT_EQ(refused.error().what,
              "programming through the stub: at 0x08001388: FLASH_SR = PGERR, 0x04: it was not erased");
    EXPECT_EQ(what(chip->memory().write(flash + 0x10000, pattern(5000), {})), "") << "an error is told once";
    EXPECT_TRUE(read_back(*chip, flash + 0x10000, 5000) == pattern(5000));
}

TEST(UartStub, erases_and_sums_up_as_the_chip_does) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    EXPECT_EQ(chip->memory().checksum({flash, 4}).value(), 0U) << "of one erased word";
    ASSERT_EQ(what(chip->memory().write(flash, Bytes(3 * 2048, 0), {})), "");
    EXPECT_EQ(chip->memory().checksum({flash, 4}).value(), 0xC704DD7BU);
    constexpr std::array<std::uint16_t, 2> pages = {0, 2};
    ASSERT_EQ(what(chip->memory().erase_pages(pages, {})), "");
    const Bytes back = read_back(*chip, flash, 3 * 2048);
    EXPECT_EQ(std::accumulate(back.begin(), back.end(), 0U), 4096U * 0xFF) << "page 1 is left";
    ASSERT_EQ(what(chip->memory().erase_all()), "");
    EXPECT_EQ(read_back(*chip, flash, 3 * 2048), Bytes(3 * 2048, 0xFF));
}

TEST(UartStub, reaches_registers_and_reports_what_is_not_there) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    constexpr std::uint32_t RCC_APB1ENR = 0x4002101C, BKP_and_PWR = 0x18000000;
    Bytes word(4);
    store_le32(word, BKP_and_PWR);
    ASSERT_EQ(what(chip->memory().write(RCC_APB1ENR, word, {})), "");
    EXPECT_EQ(read_back(*chip, RCC_APB1ENR, 4), word);
    for (const std::uint32_t address : {0x08040000U, 0x20010000U, 0x60000000U}) {
        const auto gone = chip->memory().read(address, word, {});
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().what,
                  fmt::format("reading through the stub: at {}: bus error: nothing is there", hex_address(address)));
    }
    EXPECT_EQ(what(chip->memory().write(0x60000000, word, {})),
              "writing through the stub: at 0x60000000: bus error: nothing is there");
    EXPECT_EQ(what(chip->memory().write(0x08040000, word, {})),
              "programming through the stub: the stub refused the request (status 2)");
    EXPECT_EQ(read_back(*chip, RCC_APB1ENR + 0, 4).size(), 4U) << "and it still runs";
}

TEST(UartStub, sets_option_bytes_and_protection_and_comes_back) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    const Bytes options = from_hex("a55aff0012ed34cbff00ff00ff00fe01").value();
    ASSERT_EQ(what(chip->control().write_option_bytes(options)), "");
    EXPECT_EQ(chip->info().baud, 921600U);
    EXPECT_EQ(read_back(*chip, 0x1FFFF800, 16), options);
    ASSERT_EQ(what(chip->memory().write(flash, Bytes(4, 0), {})), "");
    ASSERT_EQ(what(chip->control().protect_readout()), "");
    EXPECT_EQ(chip->info().speaker, "ROM bootloader 2.2");
    EXPECT_EQ(chip->info().notes, std::vector<std::string>{"the chip is read-protected and takes no RAM stub: only its "
                                                           "identity can be read"});
    Bytes one(1);
    EXPECT_EQ(chip->memory().read(flash, one, {}).error().kind, ErrorKind::protection);
    ASSERT_EQ(what(chip->control().unprotect_readout()), "");
    EXPECT_EQ(chip->info().speaker, "RAM stub 1 over ROM bootloader 2.2");
    EXPECT_EQ(read_back(*chip, flash, 4), Bytes(4, 0xFF));
}

TEST(UartStub, resets_the_chip_and_starts_an_application) {
    Rig rig({.firmware = Firmware::ticks, .probe = "bootloader", .more = "boot0 = \"high\"\n"});
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    ASSERT_EQ(what(chip->control().reset()), "");
    EXPECT_EQ(chip->info().baud, 921600U);
    EXPECT_EQ(rig.chip().resets(), 1U);
    ASSERT_EQ(what(chip->control().start(flash)), "");
    rig.pass(std::chrono::milliseconds(5));
    EXPECT_EQ(rig.chip().pc() >> 16, 0x0800U);
    EXPECT_EQ(rig.chip().resets(), 1U);
}

TEST(UartStub, gets_through_a_line_that_loses_and_changes_bytes) {
    unsigned repetitions = 0;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        Rig rig = rig_in_rom();
        FaultyPorts ports(rig.bench().ports(), {.seed = seed, .lost = 1e-4, .changed = 1e-4});
        const auto chip = opened(ports);
        ASSERT_TRUE(chip) << seed;
        const Bytes data = pattern(20000, seed);
        EXPECT_EQ(what(chip->memory().write(flash, data, {})), "") << seed;
        EXPECT_TRUE(read_back(*chip, flash, data.size()) == data) << seed;
        EXPECT_EQ(rig.chip().half_words_programmed(), half_words_in(data)) << "each once";
        repetitions += chip->info().repetitions;
    }
    EXPECT_GT(repetitions, 5U);
}

TEST(UartStub, keeps_the_rate_when_the_adapter_cannot_go_higher) {
    Rig rig = rig_in_rom();
    FaultyPorts ports(rig.bench().ports(), {.highest_baud = 460800});
    const auto chip = opened(ports);
    ASSERT_TRUE(chip);
    EXPECT_EQ(chip->info().baud, 115200U);
    EXPECT_EQ(
        chip->info().notes,
        std::vector<std::string>{"nothing comes through at 921600 baud: the rate stays 115200; give a rate that the "
                                 "adapter manages with ,fast=BAUD behind the port's name"});
    EXPECT_EQ(read_back(*chip, flash, 1000), Bytes(1000, 0xFF));
    const auto lower = opened(ports, "USART1,fast=460800");
    ASSERT_TRUE(lower);
    EXPECT_EQ(lower->info().baud, 460800U);
}

// Whatever the host was at when it died, the stub still listens, at the rate it had: the first one never says goodbye
// before the second one is done.
TEST(UartStub, that_an_earlier_run_left_behind_is_found_and_reset) {
    for (const char* address : {"USART1", "USART1,fast=115200"}) {
        Rig rig = rig_in_rom();
        const auto first = opened(rig.bench().ports(), address);
        ASSERT_TRUE(first);
        ASSERT_EQ(what(first->memory().write(flash, pattern(5000), {})), "");
        const auto second = opened(rig.bench().ports(), address);
        ASSERT_TRUE(second) << address;
        EXPECT_TRUE(read_back(*second, flash, 5000) == pattern(5000)) << address;
    }
}

TEST(UartStub, gives_way_to_the_rom_when_its_driver_is_done) {
    Rig rig = rig_in_rom();
    ASSERT_TRUE(opened(rig.bench().ports()));
    rig.pass(std::chrono::milliseconds(5));
    EXPECT_GE(rig.chip().pc(), 0x1FFFF000U);
}

TEST(UartStub, moves_the_boot_pins_where_the_adapter_reaches_them) {
    Rig strapped = rig_in_rom();
    const auto stays = opened(strapped.bench().ports());
    ASSERT_TRUE(stays);
    EXPECT_FALSE(stays->control().reset_into_flash().value());
    EXPECT_EQ(read_back(*stays, flash, 4), Bytes(4, 0xFF)) << "nothing was done";
    Rig wired({.firmware = Firmware::ticks, .probe = "bootloader"});
    const auto goes = opened(wired.bench().ports(), "USART1,boot0=rts,nrst=dtr");
    ASSERT_TRUE(goes);
    EXPECT_TRUE(goes->control().reset_into_flash().value());
    wired.pass(std::chrono::milliseconds(50));
    EXPECT_EQ(wired.chip().pc() >> 16, 0x0800U);
}

TEST(UartStub, that_loses_power_is_missed_in_a_sentence) {
    Rig rig = rig_in_rom();
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    rig.bench().power_cycle(std::chrono::milliseconds(10));
    Bytes bytes(1000);
    const auto lost = chip->memory().read(flash, bytes, {});
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::link);
    EXPECT_EQ(
        lost.error().what,
        "reading through the stub: the stub in the chip's SRAM has fallen silent at 921600 baud: reset the board, "
        "and run again with a lower rate or with ,rom behind the port's name");
}

TEST(UartStub, is_not_taken_to_a_part_with_little_sram) {
    Rig rig({.firmware = Firmware::blank, .probe = "bootloader", .more = "boot0 = \"high\"\n", .part = "STM32F103C6"});
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    EXPECT_EQ(chip->info().speaker, "ROM bootloader 2.2");
    EXPECT_EQ(
        chip->info().notes,
        std::vector<std::string>{"the RAM stub needs 20 KB of SRAM, which this part does not have: everything goes "
                                 "through the ROM bootloader, at its rate"});
    EXPECT_EQ(read_back(*chip, flash, 4), Bytes(4, 0xFF));
}

TEST(UartStub, runs_in_20_kb_of_sram) {
    Rig rig({.firmware = Firmware::blank, .probe = "bootloader", .more = "boot0 = \"high\"\n", .part = "STM32F103CB"});
    const auto chip = opened(rig.bench().ports());
    ASSERT_TRUE(chip);
    EXPECT_EQ(chip->info().speaker, "RAM stub 1 over ROM bootloader 2.2");
    Bytes data = pattern(30000);
    std::ranges::copy(Bytes(data.begin(), data.begin() + 9000), data.begin() + 9000);
    ASSERT_EQ(what(chip->memory().write(flash, data, {})), "");
    EXPECT_TRUE(read_back(*chip, flash, data.size()) == data);
}

}  // namespace
}  // namespace jig::host
