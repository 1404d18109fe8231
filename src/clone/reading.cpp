// SPDX-License-Identifier: Apache-2.0
#include "clone/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jig::clone {
namespace {

// Four of the largest ST-Link transfers: progress moves several times a second.
constexpr std::uint32_t chunk_bytes = 4 * 6144;

// Flash sizes that STM32F103 are made with, in KB: where hidden flash would end.
constexpr std::array<std::uint32_t, 8> sizes_kb = {32, 64, 128, 256, 384, 512, 768, 1024};
constexpr std::uint32_t mirror_sample = 1024;

// False when the chip faults there; other errors stay errors.
Result<bool> answers(dap::TargetMemory& memory, std::uint32_t address) {
    const Result<std::uint32_t> word = memory.read_word(address);
    if (word) return true;
    if (word.error().kind == ErrorKind::fault) return false;
    return fail(word.error());
}

Result<bool> is_mirror(dap::TargetMemory& memory, std::uint32_t address) {
    Bytes first(mirror_sample);
    Bytes beyond(mirror_sample);
    TRY(memory.read(chip::flash_base, first));
    TRY(memory.read(address, beyond));
    const bool blank = std::ranges::all_of(first, [](std::uint8_t byte) { return byte == 0xFF; });
    return first == beyond && !blank;
}

}  // namespace

Result<Bytes> read_range(Board& board, const AddressRange& range, std::string_view step, Progress& progress) {
    Bytes bytes(range.length);
    progress.begin(step, range.length);
    for (std::uint32_t done = 0; done < range.length;) {
        const std::uint32_t length = std::min(chunk_bytes, range.length - done);
        TRY(in_context(board.memory().read(range.start + done, MutableByteView(bytes).subspan(done, length)),
                       fmt::format("{}: reading {}", step, to_string(range))));
        progress.advance(done += length);
    }
    progress.end();
    return bytes;
}

Result<std::uint32_t> readable_flash_bytes(Board& board, const Identity& identity) {
    const std::uint32_t said = identity.flash_bytes();
    if (!board.survives_faults()) return said;
    dap::TargetMemory& memory = board.memory();
    std::uint32_t size = said;
    for (const std::uint32_t next_kb : sizes_kb) {
        const std::uint32_t next = next_kb * 1024;
        if (next <= size) continue;
        TRY_ASSIGN(const bool begins, answers(memory, chip::flash_base + size));
        if (!begins) break;
        TRY_ASSIGN(const bool ends, answers(memory, chip::flash_base + next - 4));
        if (!ends) break;
        size = next;
    }
    if (size == said) return said;
    TRY_ASSIGN(const bool mirror, is_mirror(memory, chip::flash_base + said));
    return mirror ? said : size;
}

Result<void> ChangedRegisters::set(std::uint32_t address, std::uint32_t bits) {
    TRY_ASSIGN(const std::uint32_t value, memory_->read_word(address));
    if ((value & bits) == bits) return {};
    old_.push_back({address, value});
    return memory_->write_word(address, value | bits);
}

Result<void> ChangedRegisters::put_back() {
    while (!old_.empty()) {
        const Old old = old_.back();
        old_.pop_back();
        TRY(memory_->write_word(old.address, old.value));
    }
    return {};
}

Result<ShortHalt> ShortHalt::begin(Board& board) {
    TRY_ASSIGN(const bool was_running, board.halt());
    return ShortHalt(board, was_running);
}

Result<void> ShortHalt::resume() {
    if (!was_running_) return {};
    was_running_ = false;
    return board_->resume();
}

}  // namespace jig::clone
