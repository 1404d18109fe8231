// SPDX-License-Identifier: Apache-2.0
// A board with memory of its own, for tests: erased flash, factory option bytes, off until it is switched on.
#pragma once

#include <cstdint>
#include <vector>

#include "board/board.hpp"

namespace jig::board::testing {

inline BoardDescription plain_board() {
    BoardDescription description;
    description.name = "desk";
    description.part = "STM32F103RC";
    description.chip.uid = {0x34, 0xff, 0xda, 0x05, 0x4e, 0x50, 0x38, 0x31, 0x19, 0x65, 0x18, 0x43};
    description.lamps = {{.name = "green", .pin = {'B', 1}}, {.name = "red", .pin = {'B', 0}}};
    return description;
}

struct BoardOnDesk {
    explicit BoardOnDesk(const BoardDescription& description = plain_board())
        : flash(description.chip.flash_bytes, 0xFF),
          backup(machine::BackupDomain::size_bytes(description.chip.backup_registers)),
          board(description, {flash, option_bytes, backup}) {}

    void pass(machine::Picoseconds time) { board.run_until(board.chip().now() + time); }
    void write(std::uint32_t address, std::uint32_t value) {
        board.chip().debug_write(address, machine::Width::word, value);
    }
    std::uint32_t read(std::uint32_t address) { return board.chip().debug_read(address, machine::Width::word).value; }
    // What USART1 has sent since the last call.
    std::string uart() {
        const auto bytes = board.chip().take_uart_output(1);
        return {bytes.begin(), bytes.end()};
    }

    std::vector<std::uint8_t> flash;
    std::vector<std::uint8_t> option_bytes = {0xA5, 0x5A, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00,
                                              0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00, 0xFF, 0x00};
    std::vector<std::uint8_t> backup;
    Board board;
};

}  // namespace jig::board::testing
