// SPDX-License-Identifier: Apache-2.0
#include "board/devices/i2c_eeprom.hpp"

#include <algorithm>

namespace jig::board {

std::size_t usual_eeprom_page(std::size_t size) {
    struct Row {
        std::size_t up_to, page;
    };
    for (const Row row : {Row{256, 8}, Row{2048, 16}, Row{8192, 32}, Row{32768, 64}})
        if (size <= row.up_to) return row.page;
    return 128;
}

I2cEeprom::I2cEeprom(const I2cEepromConfig& config, std::span<const std::uint8_t> contents)
    : config_(config), memory_(config.size, contents) {}

// Parts of 512 to 2048 bytes take the upper bits of the word address from the device address.
bool I2cEeprom::start(std::uint8_t address_byte, machine::Picoseconds at) {
    latch_.clear();
    addressed_ = false;
    const std::size_t blocks = address_bytes() == 1 ? std::max<std::size_t>(config_.size / 256, 1) : 1;
    const auto block_mask = static_cast<std::uint8_t>(blocks - 1);
    const auto device = static_cast<std::uint8_t>(address_byte >> 1);
    if ((device & ~block_mask) != (config_.address & ~block_mask) || at < busy_until_) return false;
    addressed_ = true;
    const bool writes = (address_byte & 1) == 0;
    address_bytes_left_ = writes ? address_bytes() : 0;
    if (blocks > 1) pointer_ = (pointer_ & 0xFF) | std::uint32_t{static_cast<std::uint8_t>(device & block_mask)} << 8;
    return true;
}

bool I2cEeprom::write(std::uint8_t byte) {
    if (!addressed_) return false;
    if (address_bytes_left_ == 0) {
        if (latch_.size() == config_.page) drop_oldest();
        latch_.push_back(byte);
        return true;
    }
    --address_bytes_left_;
    const std::uint32_t shift = 8 * address_bytes_left_;
    pointer_ = (pointer_ & ~(std::uint32_t{0xFF} << shift)) | std::uint32_t{byte} << shift;
    pointer_ %= static_cast<std::uint32_t>(config_.size);
    return true;
}

// The one that the next byte will lie on.
void I2cEeprom::drop_oldest() {
    const auto page = static_cast<std::uint32_t>(config_.page);
    latch_.erase(latch_.begin());
    pointer_ = pointer_ / page * page + (pointer_ + 1) % page;
}

// Reading goes on over the end of the memory to its beginning.
std::uint8_t I2cEeprom::read() {
    const std::uint8_t byte = memory_.read(pointer_);
    pointer_ = (pointer_ + 1) % static_cast<std::uint32_t>(config_.size);
    return byte;
}

// Bytes beyond a page wrap round inside it.
void I2cEeprom::stop(machine::Picoseconds at) {
    addressed_ = false;
    if (latch_.empty()) return;
    const auto page = static_cast<std::uint32_t>(config_.page);
    const std::uint32_t base = pointer_ / page * page;
    std::uint32_t column = pointer_ % page;
    for (const std::uint8_t byte : latch_) {
        memory_.write(base + column, byte);
        column = (column + 1) % page;
    }
    pointer_ = base + column;
    latch_.clear();
    busy_until_ = at + write_time;
}

void I2cEeprom::power_on() {
    addressed_ = false;
    latch_.clear();
    busy_until_ = machine::Picoseconds{0};
}

}  // namespace jig::board
