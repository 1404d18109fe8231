// SPDX-License-Identifier: Apache-2.0
#include "board/device_table.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace jig::board {
namespace {

using machine::Pin;

std::string bench_with(std::string_view device) {
    return fmt::format("[[board]]\nname = 'a'\npart = 'STM32F103RC'\n[[board.device]]\n{}\n", device);
}

DeviceDescriptions devices_of(std::string_view device) {
    const auto bench = parse_bench(bench_with(device), "/lab/bench.toml");
    EXPECT_TRUE(bench) << bench.error().what;
    return bench ? bench->boards[0].devices : DeviceDescriptions{};
}

TEST(DeviceTable, every_key_of_a_flash_is_read) {
    const auto flashes = devices_of(
                             "kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA4'\njedec = 'c84017'\n"
                             "unique_id = '0102030405060708'\nsize = 65536\ncontents = 'flash.bin'")
                             .spi_flashes;
    ASSERT_EQ(flashes.size(), 1u);
    EXPECT_EQ(flashes[0].buses, std::vector<unsigned>{1});
    EXPECT_EQ(flashes[0].pins, (SpiPins{{'A', 5}, {'A', 7}, {'A', 6}}));
    EXPECT_EQ(flashes[0].select, (Pin{'A', 4}));
    EXPECT_EQ(to_hex(flashes[0].config.jedec), "c84017");
    EXPECT_EQ(to_hex(flashes[0].config.unique_id), "0102030405060708");
    EXPECT_EQ(flashes[0].config.size, 65536u);
    EXPECT_EQ(flashes[0].contents_file, "/lab/flash.bin");
}

TEST(DeviceTable, every_key_of_an_eeprom_is_read) {
    const auto eeproms =
        devices_of("kind = 'i2c-eeprom'\nbus = 'I2C2'\naddress = 0x51\nsize = 32768\npage = 128\ncontents = '/e.bin'")
            .i2c_eeproms;
    ASSERT_EQ(eeproms.size(), 1u);
    EXPECT_EQ(eeproms[0].buses, std::vector<unsigned>{2});
    EXPECT_EQ(eeproms[0].pins, (I2cPins{{'B', 10}, {'B', 11}}));
    EXPECT_EQ(eeproms[0].config.address, 0x51);
    EXPECT_EQ(eeproms[0].config.size, 32768u);
    EXPECT_EQ(eeproms[0].config.page, 128u);
    EXPECT_EQ(eeproms[0].contents_file, "/e.bin");
}

TEST(DeviceTable, what_is_not_said_is_that_of_the_usual_part) {
    const auto flash = devices_of("kind = 'spi-flash'\nbus = 'SPI2'\nselect = 'PB12'").spi_flashes.at(0);
    EXPECT_EQ(to_hex(flash.config.jedec), "ef4016");
    EXPECT_EQ(flash.config.size, 4u << 20);
    EXPECT_EQ(flash.contents_file, std::nullopt);
    const auto smaller = devices_of("kind = 'spi-flash'\nbus = 'SPI2'\nselect = 'PB12'\njedec = 'ef4014'");
    EXPECT_EQ(smaller.spi_flashes.at(0).config.size, 1u << 20) << "as its identity says";
    const auto eeprom = devices_of("kind = 'i2c-eeprom'\nbus = 'I2C1'\nsize = 4096").i2c_eeproms.at(0);
    EXPECT_EQ(eeprom.config.address, 0x50);
    EXPECT_EQ(eeprom.config.page, 32u);
}

TEST(DeviceTable, pins_that_a_bus_has_are_on_that_bus_too) {
    struct Row {
        const char* pins;
        std::vector<unsigned> buses;
    };
    for (const Row& row : {Row{"{ sck = 'PA5', mosi = 'PA7', miso = 'PA6' }", {1}},
                           Row{"{ sck = 'PB3', mosi = 'PB5', miso = 'PB4' }", {1, 3}},
                           Row{"{ sck = 'PB3', mosi = 'PB5', miso = 'PB6' }", {}}}) {
        const auto devices = devices_of(fmt::format("kind = 'spi-flash'\nselect = 'PA4'\npins = {}", row.pins));
        EXPECT_EQ(devices.spi_flashes.at(0).buses, row.buses) << row.pins;
    }
    const auto eeprom = devices_of("kind = 'i2c-eeprom'\npins = { scl = 'PB8', sda = 'PB9' }").i2c_eeproms.at(0);
    EXPECT_EQ(eeprom.buses, std::vector<unsigned>{1});
}

TEST(DeviceTable, unique_ids_follow_from_board_and_device) {
    const auto bench = parse_bench(bench_with("kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA4'\n[[board.device]]\n"
                                              "kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA3'"),
                                   "b.toml");
    ASSERT_TRUE(bench);
    const auto& flashes = bench->boards[0].devices.spi_flashes;
    EXPECT_NE(flashes.at(0).config.unique_id, flashes.at(1).config.unique_id);
}

TEST(DeviceTable, what_is_wrong_is_named_with_its_line) {
    struct Row {
        const char* device;
        const char* what;
    };
    for (const Row& row : {
             Row{"bus = 'SPI1'", "b.toml:4: a [[board.device]] needs a 'kind', as kind = \"spi-flash\""},
             Row{"kind = 'sd-card'", "b.toml:5: 'kind' must be one of spi-flash, i2c-eeprom, not 'sd-card'"},
             Row{"kind = 'spi-flash'", "b.toml:4: a device needs either 'bus', as bus = \"SPI1\", or 'pins'"},
             Row{"kind = 'spi-flash'\nbus = 'SPI1'\npins = { sck = 'PA5', mosi = 'PA7', miso = 'PA6' }",
                 "b.toml:6: a device needs either 'bus', as bus = \"SPI1\", or 'pins'"},
             Row{"kind = 'spi-flash'\nbus = 'I2C1'", "b.toml:6: 'bus' must be one of SPI1, SPI2, SPI3, not 'I2C1'"},
             Row{"kind = 'i2c-eeprom'\nbus = 'SPI1'", "b.toml:6: 'bus' must be one of I2C1, I2C2, not 'SPI1'"},
             Row{"kind = 'spi-flash'\nbus = 'SPI1'",
                 "b.toml:4: 'select' must be a pin, PA0 to PG15, as select = \"PA4\""},
             Row{"kind = 'spi-flash'\nselect = 'PA4'\npins = { sck = 'PA5' }",
                 "b.toml:7: 'mosi' must be a pin, PA0 to PG15, as mosi = \"PA7\""},
             Row{"kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA4'\njedec = 'ef'",
                 "b.toml:8: 'jedec' must be 3 bytes as 6 hex digits, not 'ef'"},
             Row{"kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA4'\nsize = 3000",
                 "b.toml:8: 'size' must be a power of two in bytes, not 3000"},
             Row{"kind = 'spi-flash'\nbus = 'SPI1'\nselect = 'PA4'\nsize = 33554432",
                 "b.toml:8: 'size' must be a whole number from 256 to 16777216, not 33554432"},
             Row{"kind = 'i2c-eeprom'\nbus = 'I2C1'\naddress = 0xA0",
                 "b.toml:7: 'address' must be a whole number from 80 to 87, not 160"},
             Row{"kind = 'i2c-eeprom'\nbus = 'I2C1'\npage = 24",
                 "b.toml:7: 'page' must be a power of two in bytes, not 24"},
             Row{"kind = 'i2c-eeprom'\nbus = 'I2C1'\nadress = 0x50",
                 "b.toml:7: unknown key 'adress' in [[board.device]]; did you mean 'address'?"},
         }) {
        const auto bench = parse_bench(bench_with(row.device), "b.toml");
        ASSERT_FALSE(bench) << row.device;
        EXPECT_EQ(bench.error().what, row.what);
    }
}

TEST(DeviceTable, contents_are_loaded_with_the_file) {
    const std::filesystem::path folder = ::testing::TempDir();
    const std::filesystem::path file = folder / "device_table_test.toml";
    std::ofstream(file) << bench_with("kind = 'i2c-eeprom'\nbus = 'I2C1'\ncontents = 'device_table_test.bin'");
    const std::filesystem::path contents = folder / "device_table_test.bin";
    std::filesystem::remove(contents);
    EXPECT_EQ(load_bench(file).error().what, contents.string() + ": cannot be opened as contents of a device");
    std::ofstream(contents) << "hello";
    const auto bench = load_bench(file);
    ASSERT_TRUE(bench) << bench.error().what;
    EXPECT_EQ(bench->boards[0].devices.i2c_eeproms[0].contents->size(), 5u);
    std::ofstream(contents) << std::string(257, 'x');
    EXPECT_EQ(load_bench(file).error().what,
              contents.string() + ": the device has 256 bytes and the file more; give the device its 'size'");
    std::filesystem::remove(file);
    std::filesystem::remove(contents);
}

}  // namespace
}  // namespace jig::board
