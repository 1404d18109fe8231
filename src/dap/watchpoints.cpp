// SPDX-License-Identifier: Apache-2.0
#include "dap/watchpoints.hpp"

#include <fmt/format.h>

#include <utility>

#include "dap/debug_registers.hpp"

namespace jig::dap {
namespace {

// DDI 0403 C1.6.1 and C1.8.
constexpr std::uint32_t DFSR = 0xE000ED30;
constexpr std::uint32_t DWTTRAP = 1U << 2;
constexpr std::uint32_t TRCENA = 1U << 24;
constexpr std::uint32_t DWT_CTRL = 0xE0001000;
constexpr std::uint32_t NUMCOMP_shift = 28;
constexpr std::uint32_t MATCHED = 1U << 24;
// FUNCTION of a watchpoint on reads, table C1-14.
constexpr std::uint32_t read_watchpoint = 5;

constexpr std::uint32_t DWT_COMP(std::size_t n) { return 0xE0001020 + 16 * static_cast<std::uint32_t>(n); }
constexpr std::uint32_t DWT_MASK(std::size_t n) { return DWT_COMP(n) + 4; }
constexpr std::uint32_t DWT_FUNCTION(std::size_t n) { return DWT_COMP(n) + 8; }

}  // namespace

Watchpoints::Watchpoints(Watchpoints&& other) noexcept
    : memory_(std::exchange(other.memory_, nullptr)),
      trcena_(other.trcena_),
      blocks_(std::move(other.blocks_)),
      found_(std::move(other.found_)) {}

Watchpoints::~Watchpoints() { (void)disarm().has_value(); }

Result<Watchpoints> Watchpoints::arm(TargetMemory& memory, std::span<const AddressRange> ranges) {
    Watchpoints watchpoints(memory);
    TRY(watchpoints.set_up(ranges));
    return watchpoints;
}

// Without TRCENA the DWT's registers are not there (C1.6.5), so it comes first.
Result<void> Watchpoints::set_up(std::span<const AddressRange> ranges) {
    TRY_ASSIGN(const std::uint32_t demcr, memory_->read_word(DEMCR));
    trcena_ = (demcr & TRCENA) != 0;
    TRY(memory_->write_word(DEMCR, demcr | TRCENA));
    TRY_ASSIGN(const std::uint32_t control, memory_->read_word(DWT_CTRL));
    const std::uint32_t comparators = control >> NUMCOMP_shift;
    if (comparators == 0) {
        return fail(ErrorKind::unsupported, fmt::format("this chip has no data watchpoints: DWT_CTRL = 0x{:08x} says "
                                                        "that there are 0 comparators; `jig boot` can watch the same "
                                                        "firmware on the virtual board",
                                                        control));
    }
    TRY_ASSIGN(blocks_, cover(ranges, comparators));
    for (std::size_t i = 0; i < blocks_.size(); ++i) TRY(set(i, blocks_[i]));
    return memory_->write_word(DFSR, DWTTRAP);
}

Result<void> Watchpoints::set(std::size_t index, const WatchBlock& block) {
    Comparator found;
    TRY_ASSIGN(found.comp, memory_->read_word(DWT_COMP(index)));
    TRY_ASSIGN(found.mask, memory_->read_word(DWT_MASK(index)));
    TRY_ASSIGN(found.function, memory_->read_word(DWT_FUNCTION(index)));
    found.function &= ~MATCHED;
    found_.push_back(found);
    TRY(write(index, {block.start, block.mask, read_watchpoint}));
    TRY_ASSIGN(const std::uint32_t mask, memory_->read_word(DWT_MASK(index)));
    if (mask == block.mask) return {};
    return fail(ErrorKind::refused, fmt::format("comparator {} of this chip cannot watch {} bytes: DWT_MASK{} was "
                                                "written as {} and reads {}; watch a smaller range",
                                                index, block.range().length, index, block.mask, mask));
}

// Off while its address and mask change, so that nothing in between is watched.
Result<void> Watchpoints::write(std::size_t index, const Comparator& comparator) {
    TRY(memory_->write_word(DWT_FUNCTION(index), 0));
    TRY(memory_->write_word(DWT_COMP(index), comparator.comp));
    TRY(memory_->write_word(DWT_MASK(index), comparator.mask));
    return memory_->write_word(DWT_FUNCTION(index), comparator.function);
}

Result<bool> Watchpoints::take_trap() {
    TRY_ASSIGN(const std::uint32_t dfsr, memory_->read_word(DFSR));
    if ((dfsr & DWTTRAP) != 0) TRY(memory_->write_word(DFSR, DWTTRAP));
    return (dfsr & DWTTRAP) != 0;
}

Result<std::vector<AddressRange>> Watchpoints::take_matched() {
    std::vector<AddressRange> matched;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        TRY_ASSIGN(const std::uint32_t function, memory_->read_word(DWT_FUNCTION(i)));
        if ((function & MATCHED) != 0) matched.push_back(blocks_[i].range());
    }
    return matched;
}

Result<void> Watchpoints::disarm() {
    if (memory_ == nullptr) return {};
    for (std::size_t i = 0; i < found_.size(); ++i) TRY(write(i, found_[i]));
    TRY(memory_->write_word(DFSR, DWTTRAP));
    TRY_ASSIGN(const std::uint32_t demcr, memory_->read_word(DEMCR));
    TRY(memory_->write_word(DEMCR, trcena_ ? demcr | TRCENA : demcr & ~TRCENA));
    memory_ = nullptr;
    return {};
}

}  // namespace jig::dap
