// SPDX-License-Identifier: Apache-2.0
// The windows and the slots decoded from them. Slots are decoded when first reached and forgotten when their bytes
// change; a copy of a cache starts empty, so that copying a core costs nothing.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "machine/core/slot.hpp"
#include "machine/core_bus.hpp"

namespace jig::machine {

// Blocks in which a store must look for decoded slots.
inline constexpr unsigned code_block_shift = 8;
// A branch's refill on the ICode bus, and the further cycles of the registered path that code on the System bus takes:
// docs/decisions/core-timing.md.
inline constexpr unsigned refill_cycles = 2;
inline constexpr unsigned system_bus_refill_cycles = 2;
inline constexpr std::uint32_t system_bus_base = 0x20000000;

struct SlotMemory {
    void operator()(Slot* slots) const { std::free(slots); }
};

struct CodeTable {
    MemoryWindow window;
    std::unique_ptr<Slot[], SlotMemory> slots;  // one per half-word and sentinels that leave the window
    std::vector<std::uint8_t> decoded_blocks;   // per 1 << code_block_shift bytes: whether a slot there is decoded
    bool mapped = false;
    unsigned refill = 0;

    [[nodiscard]] bool contains(std::uint32_t address) const { return address - window.base < window.size; }
    [[nodiscard]] Slot* slot_at(std::uint32_t address) const { return &slots[(address - window.base) / 2]; }
};

class CodeCache {
 public:
    static constexpr unsigned sentinels = 2;

    CodeCache() = default;
    CodeCache(const CodeCache&) {}
    CodeCache& operator=(const CodeCache&) = delete;

    void map(std::span<const MemoryWindow> windows);
    // The mapped table around an address, or null.
    [[nodiscard]] CodeTable* find(std::uint32_t address);
    [[nodiscard]] std::span<const std::unique_ptr<CodeTable>> tables() const { return tables_; }
    // Bytes changed; every table that shows the same bytes forgets their slots.
    void changed(std::uint32_t address, std::uint32_t length);
    // A slot was decoded from bytes first..last of a table: stores to any window that shows them have to look.
    void note_decoded(const CodeTable& table, std::uint32_t first, std::uint32_t last);
    // Tables that lost their window stay until nobody can be running in them.
    void drop_unmapped();

 private:
    static std::unique_ptr<CodeTable> make_table(const MemoryWindow& window);
    static void forget(CodeTable& table, std::uint32_t offset, std::uint32_t length);
    std::vector<std::unique_ptr<CodeTable>> tables_;
};

// A direct branch whose target lies in the same table becomes a near one.
void link_branch(Slot& slot, const CodeTable& table, std::uint32_t address);

}  // namespace jig::machine
