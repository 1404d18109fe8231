// SPDX-License-Identifier: Apache-2.0
// One contract for the EEPROM, straight to the model and over everything that lies between it and firmware.
#include "board/devices/i2c_eeprom.hpp"

#include <gtest/gtest.h>

#include "board/testing/device_links.hpp"

namespace jig::board {
namespace {

using testing::Bytes;
using namespace std::chrono_literals;

class I2cEepromContract : public ::testing::TestWithParam<const char*> {
 public:
    void use(const I2cEepromConfig& config) {
        BoardDescription description = testing::board_with_devices();
        description.devices.i2c_eeproms[0].config = config;
        link = testing::i2c_link(GetParam(), description);
        word_bytes = config.size > 2048 ? 2 : 1;
    }
    bool address(std::uint8_t device, std::uint32_t word) {
        bool taken = link->start(static_cast<std::uint8_t>(device << 1));
        for (unsigned left = word_bytes; taken && left > 0; --left)
            taken = link->write(static_cast<std::uint8_t>(word >> (8 * (left - 1))));
        return taken;
    }
    bool store(std::uint8_t device, std::uint32_t word, const Bytes& data) {
        bool taken = address(device, word);
        for (const std::uint8_t byte : data) taken = taken && link->write(byte);
        link->stop();
        return taken;
    }
    Bytes fetch(std::uint8_t device, std::uint32_t word, std::size_t count) {
        EXPECT_TRUE(address(device, word));
        EXPECT_TRUE(link->start(static_cast<std::uint8_t>(device << 1 | 1)));
        Bytes data;
        for (std::size_t i = 0; i < count; ++i) data.push_back(link->read(i + 1 < count));
        link->stop();
        return data;
    }

    std::unique_ptr<testing::I2cLink> link;
    unsigned word_bytes = 1;
};

INSTANTIATE_TEST_SUITE_P(Over, I2cEepromContract, ::testing::Values("the model", "I2C1", "pins"));

TEST_P(I2cEepromContract, answers_its_address_and_no_other) {
    use({.address = 0x52});
    for (std::uint8_t device = 0; device < 128; ++device) {
        EXPECT_EQ(link->start(static_cast<std::uint8_t>(device << 1)), device == 0x52) << int{device};
        link->stop();
    }
}

TEST_P(I2cEepromContract, writes_a_page_and_does_not_acknowledge_meanwhile) {
    use({});
    EXPECT_TRUE(store(0x50, 0x10, {1, 2, 3}));
    EXPECT_FALSE(link->start(0xA0)) << "the write is under way";
    link->stop();
    link->pass(5ms);
    EXPECT_EQ(fetch(0x50, 0x0F, 5), (Bytes{0xFF, 1, 2, 3, 0xFF}));
}

TEST_P(I2cEepromContract, wraps_inside_the_page) {
    use({});
    Bytes ten;
    for (std::uint8_t i = 1; i <= 10; ++i) ten.push_back(i);
    store(0x50, 0x05, ten);
    link->pass(5ms);
    EXPECT_EQ(fetch(0x50, 0x00, 9), (Bytes{4, 5, 6, 7, 8, 9, 10, 3, 0xFF}));
}

TEST_P(I2cEepromContract, reads_on_from_where_it_was_and_over_its_end) {
    use({});
    store(0x50, 0xFF, {9});
    link->pass(5ms);
    store(0x50, 0x00, {7});
    link->pass(5ms);
    EXPECT_EQ(fetch(0x50, 0xFF, 1), Bytes{9});
    EXPECT_TRUE(link->start(0xA1));
    EXPECT_EQ(link->read(false), 7);
    link->stop();
}

TEST_P(I2cEepromContract, larger_parts_take_two_address_bytes_and_middle_ones_bits_of_the_device_address) {
    use({.size = 32768, .page = 64});
    store(0x50, 0x1234, {0xAB});
    link->pass(5ms);
    EXPECT_EQ(fetch(0x50, 0x1234, 1), Bytes{0xAB});
    EXPECT_EQ(fetch(0x50, 0x0034, 1), Bytes{0xFF});

    use({.size = 1024, .page = 16});
    store(0x53, 0x20, {0xCD});
    link->pass(5ms);
    EXPECT_EQ(fetch(0x53, 0x20, 1), Bytes{0xCD});
    EXPECT_EQ(fetch(0x50, 0x20, 1), Bytes{0xFF});
    EXPECT_FALSE(link->start(0xA8));
}

TEST_P(I2cEepromContract, a_start_instead_of_a_stop_gives_the_write_up) {
    use({});
    address(0x50, 0);
    link->write(1);
    EXPECT_EQ(fetch(0x50, 0, 1), Bytes{0xFF});
}

TEST(I2cEeprom, pages_are_those_of_the_parts) {
    struct Row {
        std::size_t size, page;
    };
    for (const Row& row : {Row{128, 8}, Row{256, 8}, Row{512, 16}, Row{2048, 16}, Row{4096, 32}, Row{8192, 32},
                           Row{16384, 64}, Row{32768, 64}, Row{65536, 128}})
        EXPECT_EQ(usual_eeprom_page(row.size), row.page) << row.size;
}

}  // namespace
}  // namespace jig::board
