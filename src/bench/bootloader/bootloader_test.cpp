// SPDX-License-Identifier: Apache-2.0
// Connecting, asking who is there, reading and going: AN3155 sections 1 to 3.5, one row per sentence.
#include "bench/bootloader/bootloader.hpp"

#include "bench/bootloader/testing/rom_desk.hpp"

namespace jig::bench::testing {
namespace {

// A program that lies at `at`: it writes 0x600D600D and PRIMASK to `result` and stays where it is.
constexpr std::uint32_t result = 0x20000400;
constexpr std::uint32_t stays_at = 18;
Bytes program_at(std::uint32_t at) {
    // ldr r0, =result; ldr r1, =0x600D600D; str r1, [r0]; mrs r1, PRIMASK; str r1, [r0, #4]; b .
    constexpr std::uint16_t code[] = {0x4803, 0x4904, 0x6001, 0xF3EF, 0x8110, 0x6041, 0xE7FE, 0xBF00};
    constexpr std::uint32_t literals[] = {result, 0x600D600D};
    Bytes bytes(8 + sizeof code + sizeof literals);
    const MutableByteView all(bytes);
    store_le32(all, 0x20002000);
    store_le32(all.subspan(4), at + 9);
    for (std::size_t i = 0; i < std::size(code); ++i) store_le16(all.subspan(8 + 2 * i), code[i]);
    for (std::size_t i = 0; i < std::size(literals); ++i) store_le32(all.subspan(8 + sizeof code + 4 * i), literals[i]);
    return bytes;
}

std::uint32_t primask(RomDesk& d) {
    constexpr std::uint32_t DHCSR = 0xE000EDF0, DCRSR = 0xE000EDF4, DCRDR = 0xE000EDF8;
    d.desk.write(DHCSR, 0xA05F0003);
    d.desk.write(DCRSR, 20);
    const std::uint32_t special = d.word(DCRDR);
    d.desk.write(DHCSR, 0xA05F0000);
    return special & 1;
}

const std::vector<RomRule>& rules() {
    static const std::vector<RomRule> table = {
        {"1", "The frame 0x7F is answered with ACK", [](RomDesk& d) { EXPECT_EQ(d.ask({0x7F}), Bytes{ACK}); }},
        {"1", "Nothing is sent before the first frame",
         [](RomDesk& d) {
             EXPECT_EQ(d.ask({}), Bytes{});
             d.pass(std::chrono::seconds{1});
             EXPECT_EQ(d.ask({}), Bytes{});
         }},
        {"AN2606 21.2", "Interrupts are masked while it works",
         [](RomDesk& d) {
             EXPECT_EQ(primask(d), 0U);
             d.connect();
             EXPECT_EQ(primask(d), 1U);
         }},
        {"1", "A second 0x7F is half a command",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.ask({0x7F}), Bytes{});
             EXPECT_EQ(d.ask({0x7F}), Bytes{NACK});
         }},
        {"3", "A command whose complement is wrong is refused",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.ask({0x00, 0xFE}), Bytes{NACK});
             EXPECT_EQ(d.command(0x02), (Bytes{ACK, 1, 0x04, 0x14, ACK}));
         }},
        {"table 2", "A command that the version does not have is refused",
         [](RomDesk& d) {
             d.connect();
             for (const std::uint8_t code : Bytes{0x03, 0x44, 0x50, 0x51, 0xA1, 0xFF})
                 EXPECT_EQ(d.command(code), Bytes{NACK}) << int{code};
         }},
        {"3.1", "Get sends the version and the commands",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x00),
                       (Bytes{ACK, 11, 0x22, 0x00, 0x01, 0x02, 0x11, 0x21, 0x31, 0x43, 0x63, 0x73, 0x82, 0x92, ACK}));
         }},
        {"3.2", "Get Version sends the version and two zeros",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x01), (Bytes{ACK, 0x22, 0, 0, ACK}));
         }},
        {"3.3", "Get ID sends the product ID high byte first",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x02), (Bytes{ACK, 1, 0x04, 0x14, ACK}));
         }},
        {"3.4", "Read Memory sends N plus one bytes from the address on",
         [](RomDesk& d) {
             for (std::size_t i = 0; i < 256; ++i) d.desk.flash[0x1001 + i] = static_cast<std::uint8_t>(i);
             d.connect();
             Bytes all = {ACK};
             for (unsigned i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
             EXPECT_EQ(d.read(FLASH + 0x1001, 256), all);
             EXPECT_EQ(d.read(FLASH + 0x1004, 1), (Bytes{ACK, 3}));
         }},
        {"3.4", "Read Memory reads SRAM and the information block",
         [](RomDesk& d) {
             d.connect();
             d.desk.write(SRAM, 0x44332211);
             EXPECT_EQ(d.read(SRAM, 4), (Bytes{ACK, 0x11, 0x22, 0x33, 0x44}));
             EXPECT_EQ(d.read(OPTIONS, 4), (Bytes{ACK, 0xA5, 0x5A, 0xFF, 0x00}));
             EXPECT_EQ(d.read(0x1FFFF7E0, 2), (Bytes{ACK, 0x00, 0x01}));
         }},
        {"3.4", "An address with a wrong checksum is refused",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
             EXPECT_EQ(d.ask({0x08, 0x00, 0x00, 0x00, 0x09}), Bytes{NACK});
             EXPECT_EQ(d.command(0x01).front(), ACK);
         }},
        {"3.4", "A length with a wrong complement is refused",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
             EXPECT_EQ(d.address(FLASH), Bytes{ACK});
             EXPECT_EQ(d.ask({0x03, 0x03}), Bytes{NACK});
         }},
        {"table 3, V3.1", "An invalid address ends Read Memory without a NACK and the length is taken for a command",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
             EXPECT_EQ(d.address(0x60000000), Bytes{ACK});
             EXPECT_EQ(d.ask({0x01, 0xFE}), (Bytes{ACK, 0x22, 0, 0, ACK}));
         }},
        {"table 3, V2.2", "The SRAM that the bootloader uses is not a valid address",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
             EXPECT_EQ(d.address(0x200001FF), Bytes{ACK});
             EXPECT_EQ(d.ask({0xFF, 0x00}), Bytes{NACK});
         }},
        {"the ROM", "A read of flash that is not there ends in a reset",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
             EXPECT_EQ(d.address(FLASH + 0x3FFFF), Bytes{ACK});
             EXPECT_EQ(d.ask({0x01, 0xFE}), (Bytes{ACK, 0xFF}));
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
         }},
        {"3.5", "Go takes the stack pointer and the start from the address",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(SRAM, program_at(SRAM)), Bytes{ACK});
             EXPECT_EQ(d.go(SRAM), Bytes{ACK});
             d.pass(std::chrono::milliseconds{1});
             EXPECT_EQ(d.word(result), 0x600D600DU);
             EXPECT_EQ(d.desk.board.chip().register_value(13), 0x20002000U);
             EXPECT_EQ(d.desk.board.chip().pc(), SRAM + stays_at + 2);
             EXPECT_EQ(d.word(result + 4), 0U) << "interrupts are enabled";
             EXPECT_EQ(d.resets(), 0U);
         }},
        {"3.5", "Go starts a program in flash",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.write(FLASH, program_at(FLASH)), Bytes{ACK});
             EXPECT_EQ(d.go(FLASH), Bytes{ACK});
             d.pass(std::chrono::milliseconds{1});
             EXPECT_EQ(d.word(result), 0x600D600DU);
         }},
        {"3.5, note", "Go to the information block or to the bootloader's SRAM is refused",
         [](RomDesk& d) {
             d.connect();
             for (const std::uint32_t to : {0x1FFFF000U, 0x1FFFF800U, 0x20000000U, 0x60000000U})
                 EXPECT_EQ(d.go(to), (Bytes{ACK, NACK}));
         }},
        {"3.5, note", "Go whose address has a wrong checksum is refused twice",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x21), Bytes{ACK});
             EXPECT_EQ(d.ask({0x08, 0, 0, 0, 0}), (Bytes{NACK, NACK}));
         }},
        {"AN2606 4.1, note", "Go leaves the clocks as after a reset and USART1 and port A as they were used",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.word(0x40021004), 0x0010000AU) << "24 MHz while it works";
             d.write(SRAM, program_at(SRAM));
             d.go(SRAM);
             EXPECT_EQ(d.word(0x40021004), 0U) << "RCC_CFGR";
             EXPECT_EQ(d.word(0x40021000) & 0x010D0003, 0x00000003U) << "RCC_CR";
             EXPECT_EQ(d.word(0x40021018), 0x4004U) << "RCC_APB2ENR";
             EXPECT_EQ(d.word(0x4001380C), 0x340CU) << "USART1_CR1";
             EXPECT_EQ(d.word(0x40013808), 24'000'000U / 115200) << "USART1_BRR";
             EXPECT_EQ(d.word(0x40010804), 0x444444B4U) << "GPIOA_CRH";
             EXPECT_EQ(d.word(0xE000E010) & 7, 0U) << "STK_CTRL";
             EXPECT_EQ(d.word(0xE000ED08), 0U) << "VTOR";
         }},
        {"the ROM", "Go to a table whose start has no Thumb bit ends in a reset",
         [](RomDesk& d) {
             d.connect();
             d.write(SRAM, {0x00, 0x20, 0x00, 0x20, 0x00, 0x02, 0x00, 0x20});
             EXPECT_EQ(d.go(SRAM), Bytes{ACK});
             EXPECT_EQ(d.resets(), 1U);
         }},
        {"the ROM", "Go into erased flash ends in a reset",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.go(FLASH), Bytes{ACK});
             d.pass(std::chrono::milliseconds{1});
             d.ask({});
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
         }},
    };
    return table;
}

JIG_PROVE_ROM_RULES(BootloaderReads, rules());

TEST(Bootloader, is_a_value_that_goes_on_in_a_copied_chip) {
    RomDesk first;
    first.connect();
    Bootloader loader(*rom_facts("STM32F103RC", 48 * 1024));
    RomBus bus(first.desk.board.chip(), first.time());
    for (const std::uint8_t byte : Bytes{0x11, 0xEE, 0x08, 0x00}) loader.receive(byte, bus);
    Bootloader copy = loader;
    (void)first.ask({});
    for (Bootloader* each : {&loader, &copy}) {
        for (const std::uint8_t byte : Bytes{0x00, 0x00, 0x08, 0x00, 0xFF}) each->receive(byte, bus);
        EXPECT_EQ(first.ask({}), (Bytes{ACK, ACK, 0xFF}));
    }
}

struct PartRow {
    const char* part;
    std::uint16_t product_id;
    std::uint32_t last_sram;
    std::uint32_t last_flash;
};

TEST(RomFacts, follow_the_density) {
    for (const PartRow& row : {PartRow{"STM32F103C6", 0x412, 0x200027FF, 0x08007FFF},
                               {"STM32F103C8", 0x410, 0x20004FFF, 0x0801FFFF},
                               {"STM32F103CB", 0x410, 0x20004FFF, 0x0801FFFF},
                               {"STM32F103ZE", 0x414, 0x2000FFFF, 0x0807FFFF}}) {
        SCOPED_TRACE(row.part);
        const auto description = board::bare_board(row.part).value();
        const auto facts = rom_facts(row.part, description.chip.sram_bytes);
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->product_id, row.product_id);
        EXPECT_EQ(rom_area(*facts, row.last_sram), RomArea::sram);
        EXPECT_EQ(rom_area(*facts, row.last_sram + 1), RomArea::invalid);
        EXPECT_EQ(rom_area(*facts, row.last_flash), RomArea::flash);
        EXPECT_EQ(rom_area(*facts, row.last_flash + 1), RomArea::invalid);
        EXPECT_EQ(rom_area(*facts, 0x200001FF), RomArea::invalid);
        EXPECT_EQ(rom_area(*facts, 0x20000200), RomArea::sram);
        EXPECT_EQ(rom_area(*facts, 0x1FFFF000), RomArea::system_memory);
        EXPECT_EQ(rom_area(*facts, 0x1FFFEFFF), RomArea::invalid);
        EXPECT_EQ(rom_area(*facts, 0x1FFFF9FF), RomArea::option_bytes);
        EXPECT_EQ(rom_area(*facts, 0x1FFFFA00), RomArea::invalid);
    }
    EXPECT_FALSE(rom_facts("STM32F103ZG", 96 * 1024));
}

}  // namespace
}  // namespace jig::bench::testing
