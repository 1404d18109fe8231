// SPDX-License-Identifier: Apache-2.0
#include "board/description.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "chip/part.hpp"

namespace jig::board {
namespace {

constexpr std::string_view full = R"(state = "kept"
[[board]]
name = "golden"
part = "STM32F103RC"
uid = "34ffda054e50383119651843"
flash = "golden.bin"
base = 0x08000000
option_bytes = "a55aff00ff00ff00ff00ff00ff00ff00"
backup = { DR1 = 0x5A5A, DR42 = 7 }
pins = { PC13 = "high", PB2 = "low", PA15 = "floating", PA1 = "1.65V", PA2 = "3V" }
lamps = { red = "!PB0", green = "PB1" }
silicon = "st"
crystal = { hse = 12000000, lse = 0 }
flash_times = "max"
nrst = "none"
probe = "stlink-v3"
probe_firmware = "V3J9"
faults = { seed = 7, contact = 0.5, wait = 1, weak_bits = 3, usb_unplug_at = 100, power_cut_at = 200, power_cut_at_erase = 5, power_cut_at_option = 0 }
usb_socket = "golden.usb"
dap_socket = "/run/golden.dap"
cmsis_dap_port = 4441
bitbang_port = 3335
buspirate = "pty/../golden.bp"
uart = "golden.tty"
boot0 = "high"

[serve]
stlink_tcp = 7184
)";

TEST(BenchFile, every_key_of_the_format_is_read) {
    const auto bench = parse_bench(full, "/lab/bench.toml");
    ASSERT_TRUE(bench) << bench.error().what;
    EXPECT_EQ(bench->file, "/lab/bench.toml");
    EXPECT_EQ(bench->state, "/lab/kept");
    EXPECT_EQ(bench->stlink_tcp, 7184);
    ASSERT_EQ(bench->boards.size(), 1u);
    const BoardDescription& board = bench->boards[0];
    EXPECT_EQ(bench->find("golden"), &board);
    EXPECT_EQ(bench->find("silver"), nullptr);
    EXPECT_EQ(board.part, "STM32F103RC");
    EXPECT_EQ(to_hex(board.chip.uid), "34ffda054e50383119651843");
    EXPECT_EQ(board.flash, "/lab/golden.bin");
    EXPECT_EQ(to_hex(board.option_bytes), "a55aff00ff00ff00ff00ff00ff00ff00");
    EXPECT_EQ(board.backup, (std::map<unsigned, std::uint16_t>{{1, 0x5A5A}, {42, 7}}));
    EXPECT_EQ(board.pins, (std::map<machine::Pin, machine::Level>{{{'A', 15}, machine::Level::floating},
                                                                  {{'B', 2}, machine::Level::low},
                                                                  {{'C', 13}, machine::Level::high}}));
    EXPECT_EQ(board.voltages, (std::map<machine::Pin, unsigned>{{{'A', 1}, 1650}, {{'A', 2}, 3000}}));
    ASSERT_EQ(board.lamps.size(), 2u);
    EXPECT_EQ(board.lamps[0].name, "red") << "lamps keep the order of the file";
    EXPECT_TRUE(board.lamps[0].active_low);
    EXPECT_EQ(board.lamps[1].pin, (machine::Pin{'B', 1}));
    EXPECT_FALSE(board.lamps[1].active_low);
    EXPECT_EQ(board.chip.hse_hz, 12'000'000u);
    EXPECT_EQ(board.chip.lse_hz, 0u);
    EXPECT_EQ(board.chip.flash_times, machine::FlashTimes::maximum);
    EXPECT_FALSE(board.nrst_wired);
    EXPECT_TRUE(board.boot0_high);
    EXPECT_EQ(board.probe, ProbeKind::stlink_v3);
    EXPECT_EQ(board.probe_firmware, "V3J9");
    EXPECT_EQ(board.usb_socket, "/lab/golden.usb");
    EXPECT_EQ(board.dap_socket, "/run/golden.dap");
    EXPECT_EQ(board.cmsis_dap_port, 4441);
    EXPECT_EQ(board.bitbang_port, 3335);
    EXPECT_EQ(board.buspirate, "/lab/golden.bp");
    EXPECT_EQ(board.uart, "/lab/golden.tty");
}

TEST(BenchFile, every_fault_is_read) {
    const auto bench = parse_bench(full, "/lab/bench.toml");
    ASSERT_TRUE(bench);
    const Faults& faults = bench->boards[0].faults;
    EXPECT_EQ(faults.seed, 7u);
    EXPECT_EQ(faults.contact, 0.5);
    EXPECT_EQ(faults.wait, 1.0);
    EXPECT_EQ(faults.weak_bits, 3u);
    EXPECT_EQ(faults.usb_unplug_at, 100);
    EXPECT_EQ(faults.power_cut_at, 200);
    EXPECT_EQ(faults.power_cut_at_erase, 5);
    EXPECT_EQ(faults.power_cut_at_option, 0);
}

TEST(BenchFile, a_name_and_a_part_are_enough) {
    const auto bench = parse_bench("[[board]]\nname = 'a'\npart = 'stm32f103rct6'\n", "/lab/bench.toml");
    ASSERT_TRUE(bench) << bench.error().what;
    EXPECT_EQ(bench->state, "/lab/state");
    EXPECT_EQ(bench->stlink_tcp, std::nullopt);
    const BoardDescription& board = bench->boards[0];
    EXPECT_EQ(board.part, "STM32F103RC");
    EXPECT_EQ(board.silicon, Silicon::st);
    EXPECT_EQ(board.flash, std::nullopt);
    EXPECT_EQ(board.base, 0x08000000u);
    EXPECT_EQ(to_hex(board.option_bytes), "a55aff00ff00ff00ff00ff00ff00ff00") << "factory";
    EXPECT_EQ(board.probe, ProbeKind::stlink_v2);
    EXPECT_EQ(board.probe_firmware, "V2J37");
    EXPECT_TRUE(board.nrst_wired);
    EXPECT_FALSE(board.boot0_high);
    EXPECT_EQ(board.chip.hse_hz, 8'000'000u);
    EXPECT_EQ(board.chip.lse_hz, 32'768u);
    EXPECT_EQ(board.chip.flash_times, machine::FlashTimes::typical);
    EXPECT_EQ(board.faults.power_cut_at, -1);
    EXPECT_EQ(board.faults.power_cut_at_option, -1);
    EXPECT_EQ(board.faults.usb_unplug_at, -1);
}

TEST(BenchFile, boards_without_a_uid_get_different_ones_that_stay) {
    constexpr std::string_view text =
        "[[board]]\nname = 'a'\npart = 'STM32F103RC'\n[[board]]\nname = 'b'\npart = 'STM32F103RC'\n";
    const auto bench = parse_bench(text, "bench.toml");
    const auto again = parse_bench(text, "elsewhere/bench.toml");
    ASSERT_TRUE(bench && again);
    EXPECT_NE(bench->boards[0].chip.uid, bench->boards[1].chip.uid);
    EXPECT_EQ(bench->boards[0].chip.uid, again->boards[0].chip.uid);
}

TEST(BenchFile, the_chip_follows_from_part_and_silicon) {
    struct Row {
        const char* part;
        const char* silicon;
        std::uint32_t flash_kb, sram_kb, page, bank, idcode, cpuid, dpidr;
        const char* pidr;
        unsigned backup_registers;
        bool etm;
    };
    for (const Row& row : {
             Row{"STM32F103RC", "st", 256, 64, 2048, 0, 0x10036414, 0x411FC231, 0x1BA01477, "14040a0000000000", 42,
                 true},
             Row{"STM32F103RC", "gd32", 256, 48, 2048, 0, 0x13030414, 0x412FC231, 0x2BA01477, "6f170d0007000000", 42,
                 true},
             Row{"STM32F103RE", "st", 512, 64, 2048, 0, 0x10036414, 0x411FC231, 0x1BA01477, "14040a0000000000", 42,
                 true},
             Row{"STM32F103C8", "st", 64, 20, 1024, 0, 0x20036410, 0x411FC231, 0x1BA01477, "10040a0000000000", 10,
                 false},
             Row{"STM32F103C6", "st", 32, 10, 1024, 0, 0x10006412, 0x411FC231, 0x1BA01477, "12040a0000000000", 10,
                 false},
             Row{"STM32F103ZG", "st", 1024, 96, 2048, 512 * 1024, 0x10006430, 0x412FC230, 0x2BA01477,
                 "30040a0000000000", 42, true},
             Row{"STM32F103C8", "gd32", 64, 20, 1024, 0, 0x13030410, 0x412FC231, 0x2BA01477, "6f170d0007000000", 10,
                 false},
             Row{"STM32F103C8", "cks32", 64, 20, 1024, 0, 0x20036410, 0x412FC231, 0x2BA01477, "c3b40b0004000000", 10,
                 true},
             Row{"STM32F103C8", "apm32", 64, 20, 1024, 0, 0x20036410, 0x412FC231, 0x2BA01477, "c3b40b0004000000", 10,
                 false},
             Row{"STM32F103C8", "hk32", 64, 20, 1024, 0, 0x20036410, 0x412FC231, 0x2BA01477, "1054050005000000", 10,
                 false},
         }) {
        SCOPED_TRACE(fmt::format("{} {}", row.part, row.silicon));
        const auto bench = parse_bench(
            fmt::format("[[board]]\nname='a'\npart='{}'\nsilicon='{}'\n", row.part, row.silicon), "bench.toml");
        ASSERT_TRUE(bench) << bench.error().what;
        const machine::ChipConfig& chip = bench->boards[0].chip;
        EXPECT_EQ(chip.flash_bytes, row.flash_kb * 1024);
        EXPECT_EQ(chip.flash_size_register, row.flash_kb);
        EXPECT_EQ(chip.sram_bytes, row.sram_kb * 1024);
        EXPECT_EQ(chip.page_bytes, row.page);
        EXPECT_EQ(chip.bank_bytes, row.bank);
        EXPECT_EQ(chip.dbgmcu_idcode, row.idcode);
        EXPECT_EQ(chip.cpuid, row.cpuid);
        EXPECT_EQ(chip.dpidr, row.dpidr);
        EXPECT_EQ(to_hex(chip.rom_table_pidr), row.pidr);
        EXPECT_EQ(chip.backup_registers, row.backup_registers);
        EXPECT_EQ(chip.rom_table_has_etm, row.etm);
    }
}

// A file of one good board, then one more line, which is line 4.
std::string board_with(std::string_view line) {
    return fmt::format("[[board]]\nname = 'a'\npart = 'STM32F103RC'\n{}\n", line);
}

TEST(BenchFile, what_is_wrong_in_a_board_is_named_with_its_line) {
    struct Row {
        const char* line;
        const char* what;
    };
    for (const Row& row : {
             Row{"pisn = {}", "unknown key 'pisn' in [[board]]; did you mean 'pins'?"},
             Row{"uid = '34'", "'uid' must be 12 bytes as 24 hex digits, not '34'"},
             Row{"uid = 34", "'uid' must be a text in quotes"},
             Row{"option_bytes = 'a55a'", "'option_bytes' must be 16 bytes as 32 hex digits, not 'a55a'"},
             Row{"silicon = 'ST'", "'silicon' must be one of st, gd32, cks32, apm32, hk32, not 'ST'"},
             Row{"flash_times = 'mean'", "'flash_times' must be one of min, typ, max, not 'mean'"},
             Row{"base = 0x08040000", "'base' must be a whole number from 134217728 to 134479871, not 134479872"},
             Row{"base = '0x08000000'", "'base' must be a whole number from 134217728 to 134479871"},
             Row{"backup = { DR43 = 1 }", "'DR43' is not a backup register of STM32F103RC; write DR1 to DR42"},
             Row{"backup = { DR01 = 1 }", "'DR01' is not a backup register of STM32F103RC; write DR1 to DR42"},
             Row{"backup = { X = 1 }", "'X' is not a backup register of STM32F103RC; write DR1 to DR42"},
             Row{"backup = { DR1 = 65536 }", "'DR1' must be a whole number from 0 to 65535, not 65536"},
             Row{"pins = { PH1 = 'low' }", "'PH1' is not a pin; write PA0 to PG15"},
             Row{"pins = { PA16 = 'low' }", "'PA16' is not a pin; write PA0 to PG15"},
             Row{"pins = { PA1 = 'up' }",
                 "'PA1' must be one of low, high, floating or a voltage from 0 to 3.3, as \"1.65V\", not 'up'"},
             Row{"pins = { PA1 = '3.31V' }",
                 "'PA1' must be one of low, high, floating or a voltage from 0 to 3.3, as \"1.65V\", not '3.31V'"},
             Row{"lamps = { red = '~PB0' }", "lamp 'red' must be at a pin, as \"PB1\" or \"!PB1\", not '~PB0'"},
             Row{"lamps = 3", "'lamps' must be a table"},
             Row{"crystal = { hse = 32768 }", "'hse' must be 0 (not fitted) or 4000000 to 25000000 Hz"},
             Row{"crystal = { hsi = 1 }", "unknown key 'hsi' in 'crystal'; did you mean 'hse'?"},
             Row{"faults = { contact = 1.5 }", "'contact' must be a probability from 0.0 to 1.0"},
             Row{"faults = { contact = nan }", "'contact' must be a probability from 0.0 to 1.0"},
             Row{"faults = { power_cut_at = -2 }",
                 "'power_cut_at' must be a whole number from -1 to 9223372036854775807, not -2"},
             Row{"faults = { unplug = 1 }",
                 "unknown key 'unplug' in 'faults'; known are: seed, contact, wait, weak_bits, usb_unplug_at, "
                 "power_cut_at, power_cut_at_erase, power_cut_at_option"},
             Row{"probe = 'jlink'",
                 "'probe' must be one of stlink-v2, stlink-v3, cmsis-dap-v1, cmsis-dap-v2, gpio, bootloader, not "
                 "'jlink'"},
             Row{"probe_firmware = 'V3J9'", "'probe_firmware' must be one of V2J37, V2J17, V2J24, not 'V3J9'"},
             Row{"bitbang_port = 70000", "'bitbang_port' must be a whole number from 0 to 65535, not 70000"},
             Row{"uart = ''", "'uart' must name a file"},
             Row{"nrst = 'yes'", "'nrst' must be one of wired, none, not 'yes'"},
             Row{"name = 'b'", "Error while parsing key-value pair: cannot redefine existing string 'name'"},
             Row{"device = 3", "'device' must be tables, written as [[board.device]]"},
         }) {
        const auto bench = parse_bench(board_with(row.line), "bench.toml");
        ASSERT_FALSE(bench) << row.line;
        EXPECT_EQ(bench.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(bench.error().what, fmt::format("bench.toml:4: {}", row.what));
    }
}

TEST(BenchFile, what_is_wrong_in_the_file_is_named_with_its_line) {
    struct Row {
        const char* text;
        const char* what;
    };
    for (const Row& row : {
             Row{"", "b.toml:1: no board is described; write at least [[board]] with name and part"},
             Row{"board = 3", "b.toml:1: 'board' must be tables, written as [[board]]"},
             Row{"[board]\nname = 'a'", "b.toml:1: 'board' must be tables, written as [[board]]"},
             Row{"[[board]]\npart = 'STM32F103RC'", "b.toml:1: a [[board]] needs a 'name'"},
             Row{"[[board]]\nname = 'a'", "b.toml:1: a [[board]] needs a 'part', as part = \"STM32F103RC\""},
             Row{"[[board]]\nname = 'a'\npart = 'STM32F103RX'",
                 "b.toml:3: unknown part 'STM32F103RX'; did you mean 'STM32F103R4'?"},
             Row{"[[board]]\nname = 'a/b'\npart = 'STM32F103RC'",
                 "b.toml:2: 'name' must be 1 to 31 of A-Z a-z 0-9 - _, not 'a/b'"},
             Row{"[[board]]\nname = 'a'\npart = 'STM32F103RC'\n[[board]]\nname = 'a'\npart = 'STM32F103RC'",
                 "b.toml:5: another board has the name 'a' already"},
             Row{"[[board]]\nname = 'a'\npart = 'STM32F103RC'\nbitbang_port = 1\n"
                 "[[board]]\nname = 'b'\npart = 'STM32F103RC'\nbitbang_port = 1",
                 "b.toml:8: another board has the bitbang_port '1' already"},
             Row{"stat = 'x'\n[[board]]\nname = 'a'\npart = 'STM32F103RC'",
                 "b.toml:1: unknown key 'stat'; did you mean 'state'?"},
             Row{"[[board]]\nname = 'a'\npart = 'STM32F103RC'\n[serve]\nstlink = 1",
                 "b.toml:5: unknown key 'stlink' in [serve]; known are: stlink_tcp"},
         }) {
        const auto bench = parse_bench(row.text, "b.toml");
        ASSERT_FALSE(bench) << row.text;
        EXPECT_EQ(bench.error().kind, ErrorKind::bad_file);
        EXPECT_EQ(bench.error().what, row.what);
    }
}

TEST(BenchFile, two_boards_may_not_share_a_socket) {
    const auto bench = parse_bench(
        "[[board]]\nname='a'\npart='STM32F103RC'\nuart='x'\n[[board]]\nname='b'\npart='STM32F103RC'\nbuspirate='./x'\n",
        "/lab/b.toml");
    ASSERT_FALSE(bench);
    EXPECT_EQ(bench.error().what, "/lab/b.toml:8: another board has the buspirate '/lab/x' already");
}

TEST(BenchFile, limits_hold) {
    const auto large = parse_bench(std::string((1 << 20) + 1, '#'), "b.toml");
    EXPECT_EQ(large.error().what, "b.toml: 1048577 bytes; a bench file has at most 1048576");
    std::string deep = "state = 'x'\na";
    for (int i = 0; i < 400'000; ++i) deep += ".a";
    EXPECT_EQ(parse_bench(deep, "b.toml").error().what,
              "b.toml:2: more than 32 dots in one line; no bench file nests so deep");
    std::string many;
    for (int i = 0; i < 65; ++i) many += fmt::format("[[board]]\nname='b{}'\npart='STM32F103RC'\n", i);
    EXPECT_EQ(parse_bench(many, "b.toml").error().what, "b.toml:193: more than 64 boards in one bench");
}

TEST(BenchFile, a_file_is_loaded_or_named_as_missing) {
    const std::filesystem::path file = std::filesystem::path(testing::TempDir()) / "description_test.toml";
    std::ofstream(file) << full;
    const auto bench = load_bench(file);
    ASSERT_TRUE(bench) << bench.error().what;
    EXPECT_EQ(bench->boards[0].flash, file.parent_path() / "golden.bin");
    std::filesystem::remove(file);
    EXPECT_EQ(load_bench(file).error().what, file.string() + ": cannot be opened as a bench file");
}

}  // namespace
}  // namespace jig::board
