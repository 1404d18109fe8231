// SPDX-License-Identifier: Apache-2.0
// A serial NOR flash as a board carries it, byte by byte: the commands of Winbond's W25Q series with single data
// lines (W25Q32JV datasheet, revision G, section 8), write enable, busy times, and page and sector rules.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "board/devices/paged_memory.hpp"
#include "machine/time.hpp"

namespace jig::board {

struct SpiFlashConfig {
    std::array<std::uint8_t, 3> jedec{0xEF, 0x40, 0x16};  // manufacturer, memory type, capacity
    std::array<std::uint8_t, 8> unique_id{};
    std::size_t size = 4 << 20;
};

class SpiFlash {
 public:
    SpiFlash(const SpiFlashConfig& config, std::span<const std::uint8_t> contents);

    // Chip select falls and rises; between them one byte after another: what goes out while the next one comes in, and
    // that one. Commands that change the memory start when the select rises.
    void select(machine::Picoseconds at);
    [[nodiscard]] std::uint8_t offer(machine::Picoseconds at) const;
    void take(std::uint8_t byte, machine::Picoseconds at);
    void deselect(machine::Picoseconds at);
    // Power has gone and come: what was under way is done, volatile state is not.
    void power_on();

    [[nodiscard]] const PagedMemory& memory() const { return memory_; }

 private:
    [[nodiscard]] bool busy(machine::Picoseconds at) const { return at < busy_until_; }
    [[nodiscard]] std::uint32_t address() const;
    [[nodiscard]] std::uint8_t status(machine::Picoseconds at) const;
    [[nodiscard]] std::uint8_t identity_byte(std::size_t index) const;
    void run_command(machine::Picoseconds at);
    void program_page(machine::Picoseconds at);
    void write_status(machine::Picoseconds at);
    void erase(std::size_t bytes, machine::Picoseconds time, machine::Picoseconds at);

    SpiFlashConfig config_;
    PagedMemory memory_;
    std::array<std::uint8_t, 4> head_{};  // command and address
    std::size_t taken_ = 0;               // bytes since the select fell
    std::vector<std::uint8_t> page_;      // data of a page program, the last 256 bytes
    bool selected_ = false;
    bool ignored_ = false;  // the command came while the flash was busy or asleep
    bool write_enabled_ = false;
    bool reset_enabled_ = false;
    bool asleep_ = false;
    std::array<std::uint8_t, 3> status_{};  // status registers 1 to 3 as written, without BUSY and WEL
    machine::Picoseconds busy_until_{0};
};

}  // namespace jig::board
