// SPDX-License-Identifier: Apache-2.0
// W25Q commands; times are the typical ones of the W25Q32JV datasheet, section 9.6.
#include "board/devices/spi_flash.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace jig::board {
namespace {

using machine::Picoseconds;
using namespace std::chrono_literals;

constexpr std::size_t page_bytes = 256;

constexpr Picoseconds page_program_time = 400us;
constexpr Picoseconds sector_erase_time = 45ms;
constexpr Picoseconds half_block_erase_time = 120ms;
constexpr Picoseconds block_erase_time = 150ms;
constexpr Picoseconds chip_erase_time = 10s;
constexpr Picoseconds status_write_time = 10ms;

constexpr std::uint8_t BUSY = 1, WEL = 2;

enum Command : std::uint8_t {
    write_status_1 = 0x01,
    page_program = 0x02,
    read_data = 0x03,
    write_disable = 0x04,
    read_status_1 = 0x05,
    write_enable = 0x06,
    fast_read = 0x0B,
    write_status_3 = 0x11,
    read_status_3 = 0x15,
    sector_erase = 0x20,
    write_status_2 = 0x31,
    read_status_2 = 0x35,
    read_unique_id = 0x4B,
    half_block_erase = 0x52,
    chip_erase_60 = 0x60,
    enable_reset = 0x66,
    read_manufacturer = 0x90,
    reset_device = 0x99,
    read_jedec_id = 0x9F,
    release_power_down = 0xAB,
    power_down = 0xB9,
    chip_erase_c7 = 0xC7,
    block_erase = 0xD8,
};

constexpr bool reads_status(std::uint8_t command) {
    return command == read_status_1 || command == read_status_2 || command == read_status_3;
}

}  // namespace

SpiFlash::SpiFlash(const SpiFlashConfig& config, std::span<const std::uint8_t> contents)
    : config_(config), memory_(config.size, contents) {}

void SpiFlash::select(Picoseconds) {
    selected_ = true;
    ignored_ = false;
    taken_ = 0;
    page_.clear();
}

std::uint32_t SpiFlash::address() const {
    const std::uint32_t full = std::uint32_t{head_[1]} << 16 | std::uint32_t{head_[2]} << 8 | head_[3];
    return full % static_cast<std::uint32_t>(config_.size);
}

std::uint8_t SpiFlash::status(Picoseconds at) const {
    const unsigned number = head_[0] == read_status_1 ? 0 : head_[0] == read_status_2 ? 1 : 2;
    const std::uint8_t busy_bits = number != 0 ? 0 : (busy(at) ? BUSY : 0) | (write_enabled_ ? WEL : 0);
    return status_[number] | busy_bits;
}

// 90h alternates manufacturer and device; the device ID is the capacity less one, as Winbond numbers them.
std::uint8_t SpiFlash::identity_byte(std::size_t index) const {
    const auto device = static_cast<std::uint8_t>(config_.jedec[2] - 1);
    if (head_[0] == release_power_down) return device;
    return (index + (head_[3] & 1)) % 2 == 0 ? config_.jedec[0] : device;
}

std::uint8_t SpiFlash::offer(Picoseconds at) const {
    if (!selected_ || ignored_ || taken_ == 0) return 0xFF;
    const std::uint8_t command = head_[0];
    if (reads_status(command)) return status(at);
    if (command == read_jedec_id) return taken_ <= 3 ? config_.jedec[taken_ - 1] : 0xFF;
    if (taken_ < 4) return 0xFF;
    const std::size_t after_address = taken_ - 4;
    switch (command) {
        case read_data: return memory_.read((address() + after_address) % config_.size);
        case fast_read: return after_address == 0 ? 0xFF : memory_.read((address() + after_address - 1) % config_.size);
        case read_manufacturer:
        case release_power_down: return identity_byte(after_address);
        case read_unique_id:
            return after_address == 0 || after_address > 8 ? 0xFF : config_.unique_id[after_address - 1];
        default: return 0xFF;
    }
}

// 8.1: while it is busy the flash answers status reads alone, asleep it hears its release alone.
void SpiFlash::take(std::uint8_t byte, Picoseconds at) {
    if (!selected_) return;
    if (taken_ == 0) ignored_ = (busy(at) && !reads_status(byte)) || (asleep_ && byte != release_power_down);
    if (taken_ < head_.size()) {
        head_[taken_] = byte;
    } else if (head_[0] == page_program) {
        if (page_.size() == page_bytes) page_.erase(page_.begin());
        page_.push_back(byte);
    }
    ++taken_;
}

void SpiFlash::deselect(Picoseconds at) {
    if (selected_ && !ignored_ && taken_ > 0) run_command(at);
    selected_ = false;
}

// 8.2: a command counts only if the select rises right behind its last byte.
void SpiFlash::run_command(Picoseconds at) {
    const bool reset_was_enabled = std::exchange(reset_enabled_, false);
    const bool alone = taken_ == 1;
    const bool with_address = taken_ == 4;
    switch (head_[0]) {
        case write_enable: write_enabled_ = write_enabled_ || alone; break;
        case write_disable: write_enabled_ = write_enabled_ && !alone; break;
        case page_program: program_page(at); break;
        case sector_erase:
            if (with_address) erase(4 << 10, sector_erase_time, at);
            break;
        case half_block_erase:
            if (with_address) erase(32 << 10, half_block_erase_time, at);
            break;
        case block_erase:
            if (with_address) erase(64 << 10, block_erase_time, at);
            break;
        case chip_erase_60:
        case chip_erase_c7:
            if (alone) erase(config_.size, chip_erase_time, at);
            break;
        case write_status_1:
        case write_status_2:
        case write_status_3: write_status(at); break;
        case power_down: asleep_ = asleep_ || alone; break;
        case release_power_down: asleep_ = false; break;
        case enable_reset: reset_enabled_ = alone; break;
        case reset_device:
            if (alone && reset_was_enabled) write_enabled_ = false;
            break;
        default: break;
    }
}

// 8.2.5: bytes beyond a page wrap round inside it; programming clears bits only.
void SpiFlash::program_page(Picoseconds at) {
    if (page_.empty() || !std::exchange(write_enabled_, false)) return;
    const std::size_t base = address() / page_bytes * page_bytes;
    std::size_t column = (address() + taken_ - head_.size() - page_.size()) % page_bytes;
    for (const std::uint8_t byte : page_) {
        const std::size_t place = base + column;
        memory_.write(place, memory_.read(place) & byte);
        column = (column + 1) % page_bytes;
    }
    busy_until_ = at + page_program_time;
}

void SpiFlash::erase(std::size_t bytes, Picoseconds time, Picoseconds at) {
    if (!std::exchange(write_enabled_, false)) return;
    memory_.erase(bytes >= config_.size ? 0 : address() / bytes * bytes, bytes);
    busy_until_ = at + time;
}

// Kept, and nothing else: block protection is not modelled. 01h with two bytes writes the first two registers.
void SpiFlash::write_status(Picoseconds at) {
    if (taken_ < 2 || !std::exchange(write_enabled_, false)) return;
    const std::size_t number = head_[0] == write_status_1 ? 0 : head_[0] == write_status_2 ? 1 : 2;
    status_[number] = number == 0 ? head_[1] & 0xFC : head_[1];
    if (number == 0 && taken_ > 2) status_[1] = head_[2];
    busy_until_ = at + status_write_time;
}

void SpiFlash::power_on() {
    selected_ = ignored_ = write_enabled_ = reset_enabled_ = asleep_ = false;
    busy_until_ = Picoseconds{0};
}

}  // namespace jig::board
