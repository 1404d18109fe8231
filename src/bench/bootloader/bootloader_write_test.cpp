// SPDX-License-Identifier: Apache-2.0
// Write Memory and Erase Memory: AN3155 sections 3.6 and 3.7, one row per sentence.
#include "bench/bootloader/testing/rom_desk.hpp"

namespace jig::bench::testing {
namespace {

constexpr std::uint32_t page_bytes = 2048;

const std::vector<RomRule>& rules() {
    static const std::vector<RomRule> table = {
        {"3.6", "Write Memory programs flash",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(FLASH + 0x100, {1, 2, 3, 4, 5, 6, 7, 8}), Bytes{ACK});
             EXPECT_EQ(d.word(FLASH + 0x100), 0x04030201U);
             EXPECT_EQ(d.word(FLASH + 0x104), 0x08070605U);
             EXPECT_EQ(d.word(FLASH + 0x108), 0xFFFFFFFFU);
         }},
        {"3.6", "A block has up to 256 bytes",
         [](RomDesk& d) {
             d.connect();
             Bytes bytes(256);
             for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(3 * i);
             EXPECT_EQ(d.write(FLASH, bytes), Bytes{ACK});
             EXPECT_TRUE(std::ranges::equal(bytes, ByteView(d.desk.flash).first(256)));
         }},
        {"DS5792 table 29", "Programming takes the flash's time and bytes take the line's",
         [](RomDesk& d) {
             d.connect();
             const auto before = d.desk.board.chip().now();
             d.write(FLASH, Bytes(256, 0x00));
             const auto took = d.desk.board.chip().now() - before;
             // 2 + 5 + 258 bytes and 3 ACKs of 11 bits; 128 half-words of 52.5 us.
             const machine::Picoseconds bit{1'000'000'000'000 * 208 / 24'000'000};
             const machine::Picoseconds floor = bit * 11 * 268 + std::chrono::nanoseconds{128 * 52'500};
             EXPECT_GE(took, floor);
             EXPECT_LT(took, floor + bit * 20);
         }},
        {"3.6", "A block with a wrong checksum is refused and nothing is programmed",
         [](RomDesk& d) {
             d.connect();
             d.command(0x31);
             d.address(FLASH);
             EXPECT_EQ(d.ask({3, 1, 2, 3, 4, 0}), Bytes{NACK});
             EXPECT_EQ(d.word(FLASH), 0xFFFFFFFFU);
             EXPECT_EQ(d.command(0x01).front(), ACK);
         }},
        {"3.6, note", "A block that is no multiple of four is filled from what the buffer held",
         [](RomDesk& d) {
             d.connect();
             d.write(SRAM, {0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8});
             EXPECT_EQ(d.write(FLASH, {1, 2, 3, 4, 5}), Bytes{ACK});
             EXPECT_EQ(d.word(FLASH + 4), 0xA8A7A605U);
         }},
        {"PM0075 2.3.3", "A half-word that is not erased stays as it was and the next one of its word too",
         [](RomDesk& d) {
             d.desk.flash[0] = 0x00;
             d.connect();
             EXPECT_EQ(d.write(FLASH, {1, 2, 3, 4, 5, 6, 7, 8}), Bytes{ACK}) << "no error is told";
             EXPECT_EQ(d.word(FLASH), 0xFFFFFF00U);
             EXPECT_EQ(d.word(FLASH + 4), 0x08070605U);
         }},
        {"AN2606 4.6", "An address in flash that is not even ends in a reset",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(FLASH + 1, {1, 2, 3, 4}), Bytes{});
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
             EXPECT_EQ(d.word(FLASH), 0xFFFFFFFFU);
         }},
        {"3.6", "Write Memory writes SRAM at any address behind the bootloader's",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(SRAM + 1, {1, 2, 3, 4}), Bytes{ACK});
             EXPECT_EQ(d.read(SRAM + 1, 4), (Bytes{ACK, 1, 2, 3, 4}));
         }},
        {"table 3, V2.2", "The bootloader's own SRAM is not written",
         [](RomDesk& d) {
             d.connect();
             d.command(0x31);
             const std::uint32_t before = d.word(0x200001FC);
             EXPECT_EQ(d.address(0x200001FC), Bytes{ACK});
             EXPECT_EQ(d.ask({3, 1, 2, 3, 4, 7}), (Bytes{NACK, NACK, NACK})) << "taken for three commands";
             EXPECT_EQ(d.word(0x200001FC), before);
         }},
        {"3.6", "System memory takes no write and no error is told",
         [](RomDesk& d) {
             d.connect();
             const std::uint32_t before = d.word(0x1FFFF000);
             EXPECT_EQ(d.write(0x1FFFF000, {1, 2, 3, 4}), Bytes{ACK});
             EXPECT_EQ(d.word(0x1FFFF000), before);
         }},
        {"3.6", "Option bytes are erased, written and taken into account by a reset",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(OPTIONS, {0xA5, 0, 0xFE, 0, 0x12, 0, 0x34, 0, 0xFF, 0, 0x7F, 0, 0xFF, 0, 0xFF, 0}),
                       Bytes{ACK});
             EXPECT_EQ(d.resets(), 1U);
             EXPECT_EQ(d.desk.option_bytes, (Bytes{0xA5, 0x5A, 0xFE, 0x01, 0x12, 0xED, 0x34, 0xCB, 0xFF, 0x00, 0x7F,
                                                   0x80, 0xFF, 0x00, 0xFF, 0x00}));
             d.connect();
             EXPECT_EQ(d.word(0x40022020), 0xFFFF7FFFU) << "FLASH_WRPR";
         }},
        {"3.6", "Option bytes behind a short block are left erased",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(OPTIONS, {0xA5, 0, 0xFE, 0}), Bytes{ACK});
             EXPECT_EQ(ByteView(d.desk.option_bytes)[4], 0xFF);
             EXPECT_EQ(ByteView(d.desk.option_bytes)[5], 0xFF);
         }},
        {"3.6", "Another address in the option area changes nothing",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(OPTIONS + 2, {1, 2}), Bytes{ACK});
             EXPECT_EQ(d.resets(), 0U);
             EXPECT_EQ(ByteView(d.desk.option_bytes)[2], 0xFF);
         }},
        {"3.7", "Erase Memory erases the pages that are named",
         [](RomDesk& d) {
             d.fill_flash(0x00);
             d.connect();
             EXPECT_EQ(d.erase({1, 127}), Bytes{ACK});
             EXPECT_EQ(d.desk.flash[page_bytes - 1], 0x00);
             EXPECT_EQ(d.desk.flash[page_bytes], 0xFF);
             EXPECT_EQ(d.desk.flash[2 * page_bytes - 1], 0xFF);
             EXPECT_EQ(d.desk.flash[2 * page_bytes], 0x00);
             EXPECT_EQ(d.desk.flash.back(), 0xFF);
         }},
        {"DS5792 table 29", "Each page takes an erase's time",
         [](RomDesk& d) {
             d.connect();
             const auto before = d.desk.board.chip().now();
             d.erase({0, 1, 2, 3});
             const auto took = d.desk.board.chip().now() - before;
             EXPECT_GT(took, std::chrono::milliseconds{4 * 30});
             EXPECT_LT(took, std::chrono::milliseconds{4 * 30 + 2});
         }},
        {"3.7", "N 255 and 0x00 erase all of the flash",
         [](RomDesk& d) {
             d.fill_flash(0x00);
             d.connect();
             d.command(0x43);
             EXPECT_EQ(d.ask({0xFF, 0x00}), Bytes{ACK});
             EXPECT_TRUE(std::ranges::all_of(d.desk.flash, [](std::uint8_t byte) { return byte == 0xFF; }));
         }},
        {"3.7, note", "N 255 and another byte erase nothing and are answered with ACK",
         [](RomDesk& d) {
             d.fill_flash(0x00);
             d.connect();
             d.command(0x43);
             EXPECT_EQ(d.ask({0xFF, 0xFF}), Bytes{ACK});
             EXPECT_EQ(d.desk.flash.front(), 0x00);
         }},
        {"3.7", "Page numbers with a wrong checksum are refused, twice by this ROM",
         [](RomDesk& d) {
             d.fill_flash(0x00);
             d.connect();
             d.command(0x43);
             EXPECT_EQ(d.ask({0, 0, 1}), (Bytes{NACK, NACK}));
             EXPECT_EQ(d.desk.flash.front(), 0x00);
         }},
        {"3.7, note", "Erasing a page that is write-protected changes nothing and tells no error",
         [](RomDesk& d) {
             d.desk.option_bytes[8] = 0xFE;
             d.desk.option_bytes[9] = 0x01;
             d.power_cycle();
             d.fill_flash(0x00);
             d.connect();
             EXPECT_EQ(d.erase({0, 2}), Bytes{ACK});
             EXPECT_EQ(d.desk.flash[0], 0x00);
             EXPECT_EQ(d.desk.flash[2 * page_bytes], 0xFF);
         }},
        {"3.6, note", "Writing a page that is write-protected changes nothing and tells no error",
         [](RomDesk& d) {
             d.desk.option_bytes[8] = 0xFE;
             d.desk.option_bytes[9] = 0x01;
             d.power_cycle();
             d.connect();
             EXPECT_EQ(d.write(FLASH, {1, 2, 3, 4}), Bytes{ACK});
             EXPECT_EQ(d.word(FLASH), 0xFFFFFFFFU);
         }},
        {"3.7", "A page behind the flash erases nothing",
         [](RomDesk& d) {
             d.fill_flash(0x00);
             d.connect();
             EXPECT_EQ(d.erase({128}), Bytes{ACK});
             EXPECT_TRUE(std::ranges::all_of(d.desk.flash, [](std::uint8_t byte) { return byte == 0x00; }));
         }},
    };
    return table;
}

JIG_PROVE_ROM_RULES(BootloaderWrites, rules());

TEST(BootloaderOfMediumDensity, counts_pages_of_a_kilobyte) {
    RomDesk desk(board_with_boot0_high("STM32F103C8"));
    desk.fill_flash(0x00);
    desk.connect();
    EXPECT_EQ(desk.command(0x02), (Bytes{ACK, 1, 0x04, 0x10, ACK}));
    EXPECT_EQ(desk.erase({3}), Bytes{ACK});
    EXPECT_EQ(desk.desk.flash[3 * 1024 - 1], 0x00);
    EXPECT_EQ(desk.desk.flash[3 * 1024], 0xFF);
    EXPECT_EQ(desk.desk.flash[4 * 1024], 0x00);
}

TEST(BootloaderWithoutPower, is_gone_in_the_middle_of_a_half_word) {
    board::BoardDescription description = board_with_boot0_high();
    description.faults.power_cut_at = 3;
    RomDesk desk(description);
    desk.connect();
    EXPECT_EQ(desk.write(FLASH, Bytes(16, 0x00)), Bytes{});
    EXPECT_FALSE(desk.desk.board.chip().powered());
    EXPECT_EQ(desk.desk.flash[5], 0x00);
    EXPECT_EQ(desk.desk.flash[8], 0xFF);
    EXPECT_EQ(desk.ask({0x7F}), Bytes{});
    desk.power_cycle();
    desk.connect();
}

}  // namespace
}  // namespace jig::bench::testing
