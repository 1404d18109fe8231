// SPDX-License-Identifier: Apache-2.0
// The memory that the core may touch without asking. Flash windows go the moment an operation starts and come back
// only when flash is read again often: a loader in SRAM would else move them twice for every half-word.
#include <algorithm>

#include "machine/chip_parts.hpp"
#include "machine/system_memory.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t sram_base = 0x20000000;

// Slow reads of an idle flash before its windows come back: more than a loader makes between two half-words, and
// little beside the cost of moving the windows.
constexpr unsigned slow_reads_before_mapping = 64;

}  // namespace

void ChipParts::map_windows() {
    state_.remap = false;
    state_.slow_flash_reads = 0;
    state_.flash_mapped = !flash_.busy();
    state_.mapped_latency = flash_.latency();
    const auto sram_bytes = static_cast<std::uint32_t>(sram_.size());
    windows_ = {{.base = sram_base, .size = sram_bytes, .data = sram_.data(), .writable = true}};
    if (state_.boot == BootMode::sram)
        windows_.push_back({.base = 0, .size = sram_bytes, .data = sram_.data(), .writable = true});
    const LoadedOptions& options = flash_.options();
    if (may_read(options, {.master = Master::core_fetch, .boot = state_.boot})) add_flash_windows(options.rdprt);
    core_.map(windows_);
}

// Under read protection a load depends on where its instruction lies and on the debugger, a fetch does not.
void ChipParts::add_flash_windows(bool fetch_only) {
    const std::uint32_t alias = state_.boot_bank2 ? config_.bank_bytes : 0;
    for (const Flash::Run& run : flash_.open_runs()) {
        MemoryWindow window{.base = main_flash_base + run.offset,
                            .size = static_cast<std::uint32_t>(run.bytes.size()),
                            .data = run.bytes.data(),
                            .fetch_only = fetch_only,
                            .fetch_wait = flash_.latency()};
        windows_.push_back(window);
        if (state_.boot != BootMode::main_flash || run.offset + window.size <= alias) continue;
        const std::uint32_t hidden = run.offset < alias ? alias - run.offset : 0;
        window.base = run.offset + hidden - alias;
        window.size -= hidden;
        window.data += hidden;
        windows_.push_back(window);
    }
}

// A copy has the windows that the original has now, not those it may have: code fetched over the bus takes other
// cycles.
void ChipParts::map_windows_of(const ChipParts& other) {
    windows_ = other.windows_;
    for (MemoryWindow& window : windows_) {
        if (window.writable)
            window.data = sram_.data() + (window.data - other.sram_.data());
        else
            window.data = flash_.contents().data() + (window.data - other.flash_.contents().data());
    }
    core_.map(windows_);
}

void ChipParts::flash_state_changed() {
    interrupt_core();
    state_.slow_flash_reads = 0;
    // Going busy, the windows must go at once; coming free, they may wait.
    if (state_.flash_mapped && (flash_.busy() || flash_.latency() != state_.mapped_latency)) state_.remap = true;
}

void ChipParts::flash_touched_slowly() {
    if (state_.flash_mapped || flash_.busy()) return;
    if (++state_.slow_flash_reads < slow_reads_before_mapping) return;
    state_.remap = true;
    interrupt_core();
}

// The core keeps what it has decoded of a window that went, and knows which windows show the same memory. Windows begin
// and end with pages, so that a page lies in one of them whole.
void ChipParts::flash_contents_changed(std::uint32_t offset, std::uint32_t length) {
    const std::uint32_t end = offset + length;
    for (std::uint32_t at = offset; at < end;) {
        const std::uint32_t page_end = (at / config_.page_bytes + 1) * config_.page_bytes;
        const std::uint32_t part = std::min(end, page_end) - at;
        core_.code_changed(main_flash_base + at, part);
        at += part;
    }
}

}  // namespace jig::machine
