// SPDX-License-Identifier: Apache-2.0
// Windows, tables and invalidation.
#include "machine/core/code_cache.hpp"

#include <algorithm>
#include <new>

namespace jig::machine {

namespace {

// Withdrawn windows that are remembered, so that a flash window that comes back after a write is not decoded anew.
constexpr std::size_t remembered_tables = 12;

bool same_memory(const MemoryWindow& a, const MemoryWindow& b) {
    return a.base == b.base && a.size == b.size && a.data == b.data;
}

}  // namespace

std::unique_ptr<CodeTable> CodeCache::make_table(const MemoryWindow& window) {
    auto table = std::make_unique<CodeTable>();
    const std::size_t count = window.size / 2 + sentinels;
    // Zero pages from the system: a table costs nothing where no code runs. Op::undecoded is 0.
    table->slots.reset(static_cast<Slot*>(std::calloc(count, sizeof(Slot))));
    if (table->slots == nullptr) throw std::bad_alloc();
    for (std::size_t i = count - sentinels; i < count; ++i) {
        table->slots[i].op = table->slots[i].it_op = Op::leave_window;
    }
    table->decoded_blocks.resize((window.size >> code_block_shift) + 1);
    return table;
}

void CodeCache::map(std::span<const MemoryWindow> windows) {
    for (auto& table : tables_) table->mapped = false;
    for (const MemoryWindow& window : windows) {
        auto known = std::ranges::find_if(tables_, [&](const auto& t) { return same_memory(t->window, window); });
        if (known == tables_.end()) known = tables_.insert(tables_.end(), make_table(window));
        CodeTable& table = **known;
        table.window = window;
        table.mapped = true;
        table.refill =
            refill_cycles + window.fetch_wait + (window.base >= system_bus_base ? system_bus_refill_cycles : 0);
    }
}

void CodeCache::drop_unmapped() {
    for (std::size_t i = 0; tables_.size() > remembered_tables && i < tables_.size();) {
        if (tables_[i]->mapped) {
            ++i;
        } else {
            tables_.erase(tables_.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
}

CodeTable* CodeCache::find(std::uint32_t address) {
    for (auto& table : tables_) {
        if (table->mapped && table->contains(address)) return table.get();
    }
    return nullptr;
}

void CodeCache::forget(CodeTable& table, std::uint32_t offset, std::uint32_t length) {
    // A 32-bit instruction begins one half-word earlier, and a load's cost looks at the instruction behind it.
    constexpr std::uint32_t reach = 6;
    const std::uint32_t first = offset < reach ? 0 : (offset - reach) / 2;
    const std::uint32_t last = std::min(offset + length + 1, table.window.size) / 2;
    for (std::uint32_t i = first; i < last; ++i) {
        table.slots[i].op = Op::undecoded;
        table.slots[i].it_op = Op::undecoded;
        table.slots[i].cost = 0;
    }
}

void CodeCache::changed(std::uint32_t address, std::uint32_t length) {
    for (const auto& source : tables_) {
        const MemoryWindow& from = source->window;
        if (address - from.base >= from.size) continue;
        const std::uint8_t* bytes = from.data + (address - from.base);
        for (auto& table : tables_) {
            const MemoryWindow& to = table->window;
            if (bytes < to.data || bytes >= to.data + to.size) continue;
            const auto offset = static_cast<std::uint32_t>(bytes - to.data);
            forget(*table, offset, std::min(length, to.size - offset));
        }
    }
}

void CodeCache::note_decoded(const CodeTable& table, std::uint32_t first, std::uint32_t last) {
    for (const std::uint32_t offset : {first, last}) {
        const std::uint8_t* byte = table.window.data + offset;
        for (auto& other : tables_) {
            const MemoryWindow& window = other->window;
            if (byte < window.data || byte >= window.data + window.size) continue;
            other->decoded_blocks[static_cast<std::size_t>(byte - window.data) >> code_block_shift] = 1;
        }
    }
}

void link_branch(Slot& slot, const CodeTable& table, std::uint32_t address) {
    const std::uint32_t target = slot.imm;
    Op near = Op::undecoded;
    switch (slot.op) {
        case Op::b_far: near = Op::b_near; break;
        case Op::bl_far: near = Op::bl_near; break;
        case Op::cbz_far: near = Op::cbz_near; break;
        case Op::cbnz_far: near = Op::cbnz_near; break;
        case Op::bcond_far: near = offset_by(Op::beq_near, slot.a); break;
        default: return;
    }
    if (!table.contains(target)) return;
    if (slot.it_op == slot.op) slot.it_op = near;
    slot.op = near;
    slot.imm = static_cast<std::uint32_t>((static_cast<std::int32_t>(target - address)) / 2);
}

}  // namespace jig::machine
