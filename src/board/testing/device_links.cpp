// SPDX-License-Identifier: Apache-2.0
#include "board/testing/device_links.hpp"

namespace jig::board::testing {
namespace {

using machine::Picoseconds;
using namespace std::chrono_literals;

constexpr std::uint32_t APB2ENR = 0x40021018, GPIOA_CRL = 0x40010800, GPIOA_IDR = 0x40010808, GPIOA_BSRR = 0x40010810;
constexpr std::uint32_t GPIOB_CRL = 0x40010C00, GPIOB_IDR = 0x40010C08, GPIOB_BSRR = 0x40010C10;
constexpr std::uint32_t APB1ENR = 0x4002101C, I2C1_CR1 = 0x40005400, I2C1_DR = 0x40005410, I2C1_SR1 = 0x40005414,
                        I2C1_SR2 = 0x40005418, I2C1_CCR = 0x4000541C;
constexpr std::uint32_t SPI1_CR1 = 0x40013000, SPI1_SR = 0x40013008, SPI1_DR = 0x4001300C;

// Straight to the model.
class DirectSpi final : public SpiLink {
 public:
    explicit DirectSpi(const SpiFlashConfig& config) : flash_(config, {}) {}
    Bytes exchange(const Bytes& out) override {
        Bytes in;
        flash_.select(now_);
        for (const std::uint8_t byte : out) {
            in.push_back(flash_.offer(now_));
            flash_.take(byte, now_);
        }
        flash_.deselect(now_);
        return in;
    }
    void pass(Picoseconds time) override { now_ += time; }

 private:
    SpiFlash flash_;
    Picoseconds now_{1};
};

class Spi1 final : public SpiLink {
 public:
    explicit Spi1(const BoardDescription& description) : desk_(description) { open_spi1(desk_); }
    Bytes exchange(const Bytes& out) override {
        Bytes in;
        select_pa4(desk_, true);
        for (const std::uint8_t byte : out) in.push_back(spi1_exchange(desk_, byte));
        select_pa4(desk_, false);
        return in;
    }
    void pass(Picoseconds time) override { desk_.pass(time); }

 private:
    BoardOnDesk desk_;
};

// PA4 to PA7 moved as software does it; the clock rests low (mode 0) or high (mode 3).
class BangedSpi final : public SpiLink {
 public:
    BangedSpi(const BoardDescription& description, bool rests_high) : desk_(description), rests_high_(rests_high) {
        desk_.board.power_on();
        desk_.pass(10ms);
        desk_.write(APB2ENR, 1u << 2);
        desk_.write(GPIOA_BSRR, rests_high ? 0x30 : 0x00200010);
        desk_.write(GPIOA_CRL, 0x34334444);
    }
    Bytes exchange(const Bytes& out) override {
        Bytes in;
        put(4, false);
        for (const std::uint8_t byte : out) in.push_back(rests_high_ ? mode3(byte) : mode0(byte));
        put(4, true);
        return in;
    }
    void pass(Picoseconds time) override { desk_.pass(time); }

 private:
    void put(unsigned pin, bool high) { desk_.write(GPIOA_BSRR, 1u << (high ? pin : pin + 16)); }
    bool miso() { return (desk_.read(GPIOA_IDR) >> 6 & 1) != 0; }
    std::uint8_t mode0(std::uint8_t byte) {
        std::uint8_t in = 0;
        for (int bit = 7; bit >= 0; --bit) {
            put(7, (byte >> bit & 1) != 0);
            put(5, true);
            in = static_cast<std::uint8_t>(in << 1 | (miso() ? 1 : 0));
            put(5, false);
        }
        return in;
    }
    std::uint8_t mode3(std::uint8_t byte) {
        std::uint8_t in = 0;
        for (int bit = 7; bit >= 0; --bit) {
            put(5, false);
            put(7, (byte >> bit & 1) != 0);
            in = static_cast<std::uint8_t>(in << 1 | (miso() ? 1 : 0));
            put(5, true);
        }
        return in;
    }

    BoardOnDesk desk_;
    bool rests_high_;
};

class DirectI2c final : public I2cLink {
 public:
    explicit DirectI2c(const I2cEepromConfig& config) : eeprom_(config, {}) {}
    bool start(std::uint8_t address_byte) override { return eeprom_.start(address_byte, now_); }
    bool write(std::uint8_t byte) override { return eeprom_.write(byte); }
    std::uint8_t read(bool) override { return eeprom_.read(); }
    void stop() override { eeprom_.stop(now_); }
    void pass(Picoseconds time) override { now_ += time; }

 private:
    I2cEeprom eeprom_;
    Picoseconds now_{1};
};

// I2C1 at PB6 and PB7, 100 kHz, as a polling driver uses it.
class I2c1 final : public I2cLink {
 public:
    explicit I2c1(const BoardDescription& description) : desk_(description) {
        desk_.board.power_on();
        desk_.pass(10ms);
        desk_.write(APB1ENR, 1u << 21);
        desk_.write(I2C1_CCR, 40);
        desk_.write(I2C1_CR1, 0x001);
    }
    bool start(std::uint8_t address_byte) override {
        reads_ = (address_byte & 1) != 0;
        desk_.write(I2C1_CR1, 0x501);  // ACK, START, PE
        if (!wait(0x01)) return false;
        desk_.write(I2C1_DR, address_byte);
        if (!wait(0x02)) return false;
        if (!reads_) desk_.read(I2C1_SR2);  // a reader clears ADDR when it knows whether to acknowledge
        return true;
    }
    bool write(std::uint8_t byte) override {
        desk_.write(I2C1_DR, byte);
        return wait(0x04);
    }
    std::uint8_t read(bool acknowledge) override {
        if (!acknowledge) desk_.write(I2C1_CR1, 0x001);
        desk_.read(I2C1_SR1);
        desk_.read(I2C1_SR2);
        (void)wait(0x40);
        return static_cast<std::uint8_t>(desk_.read(I2C1_DR));
    }
    void stop() override {
        desk_.write(I2C1_SR1, 0);
        desk_.write(I2C1_CR1, 0x201);
        desk_.pass(30us);
    }
    void pass(Picoseconds time) override { desk_.pass(time); }

 private:
    // Until one of `flags`; false: AF came instead, or nothing for a millisecond.
    bool wait(std::uint32_t flags) {
        for (int turn = 0; turn < 1000; ++turn) {
            const std::uint32_t status = desk_.read(I2C1_SR1);
            if ((status & 0x400) != 0) return false;
            if ((status & flags) != 0) return true;
            desk_.pass(1us);
        }
        return false;
    }

    BoardOnDesk desk_;
    bool reads_ = false;
};

// PB6 and PB7 as open drains moved by software.
class BangedI2c final : public I2cLink {
 public:
    explicit BangedI2c(const BoardDescription& description) : desk_(description) {
        desk_.board.power_on();
        desk_.pass(10ms);
        desk_.write(APB2ENR, 1u << 3);
        desk_.write(GPIOB_BSRR, 0xC0);
        desk_.write(GPIOB_CRL, 0x77444444);
    }
    bool start(std::uint8_t address_byte) override {
        sda(true);
        scl(true);
        sda(false);
        scl(false);
        return write(address_byte);
    }
    bool write(std::uint8_t byte) override {
        for (int bit = 7; bit >= 0; --bit) (void)clock((byte >> bit & 1) != 0);
        return !clock(true);
    }
    std::uint8_t read(bool acknowledge) override {
        std::uint8_t byte = 0;
        for (int bit = 0; bit < 8; ++bit) byte = static_cast<std::uint8_t>(byte << 1 | (clock(true) ? 1 : 0));
        (void)clock(!acknowledge);
        return byte;
    }
    void stop() override {
        sda(false);
        scl(true);
        sda(true);
    }
    void pass(Picoseconds time) override { desk_.pass(time); }

 private:
    void scl(bool high) { desk_.write(GPIOB_BSRR, high ? 0x40 : 0x400000); }
    void sda(bool high) { desk_.write(GPIOB_BSRR, high ? 0x80 : 0x800000); }
    bool clock(bool out) {
        sda(out);
        scl(true);
        const bool in = (desk_.read(GPIOB_IDR) >> 7 & 1) != 0;
        scl(false);
        return in;
    }

    BoardOnDesk desk_;
};

}  // namespace

BoardDescription board_with_devices() {
    BoardDescription description = plain_board();
    description.devices.spi_flashes = {{.buses = {1},
                                        .pins = {.sck = {'A', 5}, .mosi = {'A', 7}, .miso = {'A', 6}},
                                        .select = {'A', 4},
                                        .config = {.unique_id = {1, 2, 3, 4, 5, 6, 7, 8}},
                                        .contents_file = {},
                                        .contents = {}}};
    description.devices.i2c_eeproms = {
        {.buses = {1}, .pins = {.scl = {'B', 6}, .sda = {'B', 7}}, .config = {}, .contents_file = {}, .contents = {}}};
    return description;
}

std::unique_ptr<SpiLink> spi_link(const std::string& way, const BoardDescription& description) {
    if (way == "SPI1") return std::make_unique<Spi1>(description);
    if (way == "pins, mode 0") return std::make_unique<BangedSpi>(description, false);
    if (way == "pins, mode 3") return std::make_unique<BangedSpi>(description, true);
    return std::make_unique<DirectSpi>(description.devices.spi_flashes.at(0).config);
}

std::unique_ptr<I2cLink> i2c_link(const std::string& way, const BoardDescription& description) {
    if (way == "pins") return std::make_unique<BangedI2c>(description);
    if (way == "I2C1") return std::make_unique<I2c1>(description);
    return std::make_unique<DirectI2c>(description.devices.i2c_eeproms.at(0).config);
}

void open_spi1(BoardOnDesk& desk) {
    desk.board.power_on();
    desk.pass(10ms);
    desk.write(APB2ENR, 1u << 2 | 1u << 12);
    desk.write(GPIOA_BSRR, 0x10);
    desk.write(GPIOA_CRL, 0xB4B34444);
    desk.write(SPI1_CR1, 0x344);  // SSM, SSI, SPE, MSTR
}

std::uint8_t spi1_exchange(BoardOnDesk& desk, std::uint8_t byte) {
    desk.write(SPI1_DR, byte);
    for (int turn = 0; turn < 1000 && (desk.read(SPI1_SR) & 1) == 0; ++turn) desk.pass(1us);
    return static_cast<std::uint8_t>(desk.read(SPI1_DR));
}

void select_pa4(BoardOnDesk& desk, bool low) { desk.write(GPIOA_BSRR, low ? 0x100000 : 0x10); }

}  // namespace jig::board::testing
