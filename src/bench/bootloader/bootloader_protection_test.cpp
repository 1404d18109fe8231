// SPDX-License-Identifier: Apache-2.0
// Write and read protection: AN3155 table 2 and sections 3.9 to 3.12, one row per sentence.
#include "bench/bootloader/testing/rom_desk.hpp"

namespace jig::bench::testing {
namespace {

constexpr std::uint32_t FLASH_OBR = 0x4002201C, FLASH_WRPR = 0x40022020;
constexpr std::uint32_t RDPRT = 2;

// USER, Data and WRP each with a value of its own, RDP open.
const Bytes some_options = {0xA5, 0x5A, 0xFE, 0x01, 0x12, 0xED, 0x34, 0xCB,
                            0xFD, 0x02, 0xFB, 0x04, 0xF7, 0x08, 0xEF, 0x10};

void with_options(RomDesk& d, const Bytes& options) {
    std::ranges::copy(options, d.desk.option_bytes.begin());
    d.power_cycle();
    d.connect();
}

void protect(RomDesk& d) {
    Bytes options = some_options;
    options[0] = 0x00;
    options[1] = 0xFF;
    with_options(d, options);
    ASSERT_EQ(d.word(FLASH_OBR) & RDPRT, RDPRT);
}

const std::vector<RomRule>& rules() {
    static const std::vector<RomRule> table = {
        {"table 2", "Under read protection Get, Get Version and Get ID answer",
         [](RomDesk& d) {
             protect(d);
             EXPECT_EQ(d.command(0x00).size(), 15U);
             EXPECT_EQ(d.command(0x01).size(), 5U);
             EXPECT_EQ(d.command(0x02).size(), 5U);
         }},
        {"table 2", "Under read protection all but Readout Unprotect of the others are refused",
         [](RomDesk& d) {
             protect(d);
             for (const std::uint8_t code : Bytes{0x11, 0x31, 0x43, 0x63, 0x73, 0x82})
                 EXPECT_EQ(d.command(code), Bytes{NACK}) << int{code};
             EXPECT_EQ(d.resets(), 0U);
         }},
        {"3.5, note", "Under read protection this ROM refuses Go twice",
         [](RomDesk& d) {
             protect(d);
             EXPECT_EQ(d.command(0x21), (Bytes{NACK, NACK}));
         }},
        {"3.9", "Write Protect protects the sectors that are named and resets",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x63), Bytes{ACK});
             EXPECT_EQ(d.block({0, 3, 31}), Bytes{ACK});
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
             EXPECT_EQ(d.word(FLASH_WRPR), ~0x80000009U);
             EXPECT_EQ(d.write(FLASH, {1, 2, 3, 4}), Bytes{ACK});
             EXPECT_EQ(d.word(FLASH), 0xFFFFFFFFU);
         }},
        {"3.9, note", "A second Write Protect takes the place of the first",
         [](RomDesk& d) {
             d.connect();
             d.command(0x63);
             d.block({0});
             d.connect();
             d.command(0x63);
             EXPECT_EQ(d.block({1}), Bytes{ACK});
             d.connect();
             EXPECT_EQ(d.word(FLASH_WRPR), ~0x00000002U);
         }},
        {"3.9, note", "Sector numbers are not checked",
         [](RomDesk& d) {
             d.connect();
             d.command(0x63);
             EXPECT_EQ(d.block({32, 255}), Bytes{ACK});
             d.connect();
             EXPECT_EQ(d.word(FLASH_WRPR), 0xFFFFFFFFU);
         }},
        {"3.9", "Sectors with a wrong checksum are refused and nothing changes",
         [](RomDesk& d) {
             d.connect();
             d.command(0x63);
             EXPECT_EQ(d.ask({0, 0, 1}), Bytes{NACK});
             EXPECT_EQ(d.resets(), 0U);
             EXPECT_EQ(d.desk.option_bytes[8], 0xFF);
         }},
        {"the ROM", "Write Protect keeps RDP, USER and Data and leaves WRP bytes without a sector erased",
         [](RomDesk& d) {
             with_options(d, some_options);
             d.command(0x63);
             EXPECT_EQ(d.block({8}), Bytes{ACK});
             EXPECT_EQ(d.desk.option_bytes, (Bytes{0xA5, 0x5A, 0xFE, 0x01, 0x12, 0xED, 0x34, 0xCB, 0xFF, 0xFF, 0xFE,
                                                   0x01, 0xFF, 0xFF, 0xFF, 0xFF}));
         }},
        {"3.10", "Write Unprotect answers twice, lifts all write protection and resets",
         [](RomDesk& d) {
             with_options(d, some_options);
             EXPECT_EQ(d.command(0x73), (Bytes{ACK, ACK}));
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
             EXPECT_EQ(d.word(FLASH_WRPR), 0xFFFFFFFFU);
         }},
        {"the ROM", "Write Unprotect leaves USER and Data erased and the flash as it is",
         [](RomDesk& d) {
             d.fill_flash(0x33);
             with_options(d, some_options);
             d.command(0x73);
             EXPECT_EQ(d.desk.option_bytes, (Bytes{0xA5, 0x5A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                                   0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
             EXPECT_EQ(d.desk.flash.front(), 0x33);
         }},
        {"3.11", "Readout Protect answers twice, protects and resets",
         [](RomDesk& d) {
             d.connect();
             EXPECT_EQ(d.command(0x82), (Bytes{ACK, ACK}));
             EXPECT_EQ(d.resets(), 1U);
             d.connect();
             EXPECT_EQ(d.word(FLASH_OBR) & RDPRT, RDPRT);
             EXPECT_EQ(d.command(0x11), Bytes{NACK});
         }},
        {"the ROM", "Readout Protect keeps USER, Data and WRP0 and leaves the other WRP erased",
         [](RomDesk& d) {
             with_options(d, some_options);
             d.command(0x82);
             EXPECT_EQ(d.desk.option_bytes, (Bytes{0x00, 0xFF, 0xFE, 0x01, 0x12, 0xED, 0x34, 0xCB, 0xFD, 0x02, 0xFF,
                                                   0xFF, 0xFF, 0xFF, 0xFF, 0xFF}));
         }},
        {"3.12", "Readout Unprotect erases the flash, lifts the protection and resets",
         [](RomDesk& d) {
             d.fill_flash(0x33);
             protect(d);
             const auto before = d.desk.board.chip().now();
             EXPECT_EQ(d.command(0x92), (Bytes{ACK, ACK}));
             EXPECT_GT(d.desk.board.chip().now() - before, std::chrono::milliseconds{60}) << "options, then all";
             EXPECT_EQ(d.resets(), 1U);
             EXPECT_TRUE(std::ranges::all_of(d.desk.flash, [](std::uint8_t byte) { return byte == 0xFF; }));
             d.connect();
             EXPECT_EQ(d.word(FLASH_OBR) & RDPRT, 0U);
             EXPECT_EQ(d.read(FLASH, 2), (Bytes{ACK, 0xFF, 0xFF}));
         }},
        {"table 3, V2.2", "Readout Unprotect clears the SRAM behind the bootloader's first",
         [](RomDesk& d) {
             protect(d);
             d.desk.write(SRAM, 0x12345678);
             d.desk.write(0x2000BFFC, 0x12345678);
             d.command(0x92);
             d.connect();
             EXPECT_EQ(d.word(SRAM), 0U);
             EXPECT_EQ(d.word(0x2000BFFC), 0U);
         }},
        {"PM0075 2.3.5", "Readout Unprotect of a chip that is not protected erases no flash",
         [](RomDesk& d) {
             d.fill_flash(0x33);
             with_options(d, some_options);
             EXPECT_EQ(d.command(0x92), (Bytes{ACK, ACK}));
             EXPECT_EQ(d.desk.flash.front(), 0x33);
             EXPECT_EQ(d.desk.option_bytes[2], 0xFF);
         }},
        {"PM0075 2.4.1", "Readout Unprotect needs a power-on reset while a debugger is connected",
         [](RomDesk& d) {
             protect(d);
             d.desk.board.chip().set_debug_power(true);
             d.command(0x92);
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{NACK});
             d.desk.board.chip().set_debug_power(false);
             d.power_cycle();
             d.connect();
             EXPECT_EQ(d.command(0x11), Bytes{ACK});
         }},
    };
    return table;
}

JIG_PROVE_ROM_RULES(BootloaderProtection, rules());

}  // namespace
}  // namespace jig::bench::testing
