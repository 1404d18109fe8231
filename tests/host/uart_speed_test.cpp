// SPDX-License-Identifier: Apache-2.0
// What a board costs through its UART in modelled time: erase, program and verify, beside what flash and line cost
// alone.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/random.hpp"
#include "probe/uart_bootloader/open_chip.hpp"
#include "rig.hpp"

namespace jig::host {
namespace {

using namespace probe::uart_bootloader;

constexpr std::uint32_t flash = 0x08000000;
constexpr std::size_t image_bytes = 220 * 1024;

// DS5792 table 29, typical; the mass erase as the bench has it.
constexpr double half_word_seconds = 52.5e-6;
constexpr double erase_seconds = 30e-3;

// Packs like firmware: three quarters are phrases of which few are frequent and many rare, with half-words between them
// that are like no other; the rest are tables of all values. zlib makes two thirds of it, as of compiled Thumb code.
Bytes firmware_like() {
    constexpr std::uint32_t phrases = 1500, longest_phrase = 6;
    Random random(1);
    Bytes image;
    const auto push = [&](std::uint64_t half) {
        image.push_back(static_cast<std::uint8_t>(half));
        image.push_back(static_cast<std::uint8_t>(half >> 8));
    };
    while (image.size() < image_bytes) {
        const bool table = image.size() / 4096 % 4 == 3;
        if (table || random.chance(0.3)) {
            push(random.next());
            continue;
        }
        Random phrase(random.below(1 + random.below(phrases)));
        for (std::uint32_t left = 2 + phrase.below(longest_phrase - 1); left > 0; --left) push(phrase.next());
    }
    image.resize(image_bytes);
    return image;
}

struct Cost {
    double connect = 0, erase = 0, write = 0, verify = 0;
    [[nodiscard]] double total() const { return erase + write + verify; }
};

class UartSpeed : public testing::Test {
 protected:
    double since_last() {
        const Duration now = rig_.bench().ports().clock().now();
        const double passed = std::chrono::duration<double>(now - last_).count();
        last_ = now;
        return passed;
    }

    // For a program that is not of this project, on a served bench.
    UartSpeed() {
        if (const char* file = std::getenv("JIG_WRITE_SPEED_IMAGE")) {
            std::ofstream(file, std::ios::binary)
                .write(reinterpret_cast<const char*>(image_.data()), static_cast<std::streamsize>(image_.size()));
        }
    }

    std::unique_ptr<SerialChip> connect(const std::string& address) {
        since_last();
        auto chip = open_chip(rig_.bench().ports(), address);
        EXPECT_TRUE(chip) << chip.error().what;
        run_.connect = since_last();
        return std::move(chip.value());
    }

    void erase_and_write(SerialChip& chip) {
        EXPECT_TRUE(chip.memory().erase_all());
        run_.erase = since_last();
        EXPECT_TRUE(chip.memory().write(flash, image_, {}));
        run_.write = since_last();
    }

    void read_back(SerialChip& chip) {
        Bytes back(image_.size());
        EXPECT_TRUE(chip.memory().read(flash, back, {}));
        run_.verify = since_last();
        EXPECT_TRUE(back == image_);
    }

    void print(const char* what, double floor) const {
        fmt::print(
            "{:32} connect {:5.2f} s, erase {:5.2f}, write {:6.2f}, verify {:6.2f}: {:6.2f} s, {:4.2f} x {:5.2f} s\n",
            what, run_.connect, run_.erase, run_.write, run_.verify, run_.total(), run_.total() / floor, floor);
    }

    [[nodiscard]] static double flash_floor() { return erase_seconds + image_bytes / 2 * half_word_seconds; }
    [[nodiscard]] static double line_floor(double baud, double bits) { return image_bytes * bits / baud; }

    Rig rig_{{.firmware = Firmware::blank, .probe = "bootloader", .more = "boot0 = \"high\"\n"}};
    Bytes image_ = firmware_like();
    Cost run_;

 private:
    Duration last_{0};
};

// Line both ways and flash, one after the other: the protocol allows no more.
TEST_F(UartSpeed, rom_alone_costs_line_and_flash_in_turn) {
    const auto chip = connect("USART1,rom");
    erase_and_write(*chip);
    read_back(*chip);
    const double floor = flash_floor() + 2 * line_floor(115200, 11);
    print("ROM, 115200, read back", floor);
    EXPECT_LT(run_.total(), 1.06 * floor);
}

TEST_F(UartSpeed, stub_at_115200_costs_less_than_the_plain_bytes_on_the_line) {
    const auto chip = connect("USART1,fast=115200");
    erase_and_write(*chip);
    EXPECT_TRUE(chip->memory().checksum({flash, image_bytes}));
    run_.verify = since_last();
    print("stub, 115200, CRC", line_floor(115200, 10));
    EXPECT_LT(run_.total(), line_floor(115200, 10));
    EXPECT_LT(run_.verify, 0.1);
}

TEST_F(UartSpeed, stub_at_921600_costs_flash_and_read_back) {
    const auto chip = connect("USART1");
    erase_and_write(*chip);
    read_back(*chip);
    const double floor = flash_floor() + line_floor(921600, 10);
    print("stub, 921600, read back", floor);
    EXPECT_LT(run_.total(), 1.1 * floor);
}

}  // namespace
}  // namespace jig::host
