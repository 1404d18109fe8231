// SPDX-License-Identifier: Apache-2.0
// Reading a board without leaving traces: whole ranges with progress, registers that are put back, a core that is
// halted only for a moment.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/progress.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "clone/board.hpp"
#include "clone/identify.hpp"

namespace jig::clone {

// Errors: the link's, with the step's name and the address.
[[nodiscard]] Result<Bytes> read_range(Board& board, const AddressRange& range, std::string_view step,
                                       Progress& progress);

// How many bytes of flash answer from its base on: what F_SIZE says, or more where the chip has more than it admits. A
// mirror of the flash's beginning is not more flash. Errors: the link's.
[[nodiscard]] Result<std::uint32_t> readable_flash_bytes(Board& board, const Identity& identity);

// Registers changed for a read; put_back() restores them, the last one first. The destructor does it too when an error
// came in between.
class ChangedRegisters {
 public:
    explicit ChangedRegisters(dap::TargetMemory& memory) : memory_(&memory) {}
    ~ChangedRegisters() { (void)put_back(); }
    ChangedRegisters(const ChangedRegisters&) = delete;
    ChangedRegisters& operator=(const ChangedRegisters&) = delete;

    // Sets `bits` at `address`; a register that has them already is left alone.
    Result<void> set(std::uint32_t address, std::uint32_t bits);
    Result<void> put_back();

 private:
    struct Old {
        std::uint32_t address;
        std::uint32_t value;
    };
    dap::TargetMemory* memory_;
    std::vector<Old> old_;
};

// Halts the core if it runs; resume() lets it go on where it was, and so does the destructor.
class ShortHalt {
 public:
    static Result<ShortHalt> begin(Board& board);
    ShortHalt(ShortHalt&& other) noexcept : board_(other.board_), was_running_(other.was_running_) {
        other.was_running_ = false;
    }
    ShortHalt& operator=(ShortHalt&&) = delete;
    ~ShortHalt() { (void)resume(); }
    Result<void> resume();

 private:
    ShortHalt(Board& board, bool was_running) : board_(&board), was_running_(was_running) {}
    Board* board_;
    bool was_running_;
};

}  // namespace jig::clone
