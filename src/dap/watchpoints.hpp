// SPDX-License-Identifier: Apache-2.0
// Read watchpoints in the DWT unit (DDI 0403 C1.8): the core halts after an instruction that reads a watched address.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dap/target.hpp"
#include "dap/watch_cover.hpp"

namespace jig::dap {

class Watchpoints {
 public:
    // Sets comparators around `ranges`; what they held before, and DEMCR.TRCENA, is put back by disarm() and by the
    // destructor. A reset through Core clears TRCENA, so arm behind it. `memory` must outlive this. Errors: refused
    // (too much for the comparators there are), unsupported (no comparators), fault, wait, link.
    [[nodiscard]] static Result<Watchpoints> arm(TargetMemory& memory, std::span<const AddressRange> ranges);
    Watchpoints(Watchpoints&& other) noexcept;
    Watchpoints& operator=(Watchpoints&&) = delete;
    ~Watchpoints();

    [[nodiscard]] const std::vector<WatchBlock>& blocks() const { return blocks_; }
    // Whether a watchpoint halted the core since the last call: DFSR.DWTTRAP, which this clears.
    [[nodiscard]] Result<bool> take_trap();
    // The blocks that were read since the last call: FUNCTIONn.MATCHED, which reading clears.
    [[nodiscard]] Result<std::vector<AddressRange>> take_matched();
    Result<void> disarm();

 private:
    struct Comparator {
        std::uint32_t comp = 0;
        std::uint32_t mask = 0;
        std::uint32_t function = 0;
    };
    explicit Watchpoints(TargetMemory& memory) : memory_(&memory) {}
    Result<void> set_up(std::span<const AddressRange> ranges);
    Result<void> set(std::size_t index, const WatchBlock& block);
    Result<void> write(std::size_t index, const Comparator& comparator);

    TargetMemory* memory_;  // null: moved from, or disarmed
    bool trcena_ = true;    // as found
    std::vector<WatchBlock> blocks_;
    std::vector<Comparator> found_;
};

}  // namespace jig::dap
