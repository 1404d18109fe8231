// SPDX-License-Identifier: Apache-2.0
// What a handler works on: the machine, the current slot and the counters that the executor keeps in host registers.
#pragma once

#include <cstdint>
#include <cstring>

#include "machine/core/state.hpp"

// Every handler belongs into the interpreter's loop. Under a sanitizer the loop grows so large that g++ takes minutes.
#if defined(__SANITIZE_ADDRESS__)
#define JIG_HANDLER [[gnu::noinline]] inline
#else
#define JIG_HANDLER [[gnu::always_inline]] inline
#endif

namespace jig::machine {

struct Exec {
    CoreState& cpu;
    Slot* slot;
    CodeTable* table;  // null while a scratch slot runs
    std::uint64_t cycle;
    std::uint64_t count;
    std::uint32_t bias;  // address = (slot's address >> 3) + bias: a slot is 16 bytes for 2 bytes of code
    std::uint32_t refill;

    JIG_HANDLER std::uint32_t address() const {
        return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(slot) >> 3) + bias;
    }
    JIG_HANDLER std::uint32_t next_address() const { return address() + 2u * slot->length; }
    JIG_HANDLER std::uint32_t& r(unsigned index) const { return cpu.reg.r[index]; }

    // Before and after anything that leaves the executor's own registers.
    JIG_HANDLER void sync() const {
        cpu.cycle = cycle;
        cpu.instructions = count;
        cpu.reg.pc = address();
    }
    JIG_HANDLER void resume() {
        cycle = cpu.cycle;
        count = cpu.instructions;
    }

    JIG_HANDLER void go(const CoreState::Place& place, std::uint32_t target) {
        slot = place.slot;
        table = place.table;
        bias = target - static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(slot) >> 3);
        if (table != nullptr) refill = table->refill;
    }
    // The slot's own cost and count are on the books already; the watcher sees the moment before.
    void tell(InstructionWatcher& watcher) const {
        cpu.cycle = cycle - slot->cost;
        cpu.instructions = count - 1;
        cpu.reg.pc = address();
        if (table == nullptr) return watcher.begins(address(), {});
        watcher.begins(address(), {table->window.data + (address() - table->window.base), 2U * slot->length});
    }
    // A taken branch to an even address.
    JIG_HANDLER void jump(std::uint32_t target) {
        if (table != nullptr && table->contains(target)) {
            slot = table->slot_at(target);
        } else {
            sync();
            const CoreState::Place place = cpu.enter(target);
            resume();
            go(place, target);
        }
        cycle += refill;
    }

    JIG_HANDLER bool fault(unsigned exception, std::uint32_t cfsr_bits) {
        sync();
        cpu.raise(exception, cfsr_bits);
        return false;
    }

    template <typename T>
    JIG_HANDLER bool load(std::uint32_t at, std::uint32_t& value) {
        constexpr std::uint32_t misaligned = sizeof(T) - 1;
        const DataWindow& ram = cpu.ram;
        const DataWindow& rom = cpu.rom;
        if ((at & misaligned) == 0) [[likely]] {
            if (at - ram.base < ram.size) [[likely]] {
                value = fetch<T>(ram.data + (at - ram.base));
                return true;
            }
            if (at - rom.base < rom.size) [[likely]] {
                value = fetch<T>(rom.data + (at - rom.base));
                return true;
            }
        }
        return slow_load(at, static_cast<Width>(sizeof(T)), value, {});
    }
    template <typename T>
    JIG_HANDLER bool store(std::uint32_t at, std::uint32_t value) {
        constexpr std::uint32_t misaligned = sizeof(T) - 1;
        const DataWindow& ram = cpu.ram;
        if ((at & misaligned) == 0 && at - ram.base < ram.size) [[likely]] {
            const std::uint32_t offset = at - ram.base;
            const auto narrow = static_cast<T>(value);
            std::memcpy(ram.data + offset, &narrow, sizeof narrow);
            cpu.stored = true;
            if (ram.table->decoded_blocks[offset >> code_block_shift] == 0) [[likely]]
                return true;
            cpu.code.changed(at, sizeof(T));
            return true;
        }
        return slow_store(at, static_cast<Width>(sizeof(T)), value, {});
    }
    JIG_HANDLER bool slow_load(std::uint32_t at, Width width, std::uint32_t& value, AccessKind kind) {
        sync();
        std::uint32_t loaded = 0;
        const bool done = cpu.load_data(at, width, loaded, kind);
        value = loaded;
        resume();
        return done;
    }
    JIG_HANDLER bool slow_store(std::uint32_t at, Width width, std::uint32_t value, AccessKind kind) {
        sync();
        const bool done = cpu.store_data(at, width, value, kind);
        resume();
        return done;
    }

 private:
    template <typename T>
    JIG_HANDLER static std::uint32_t fetch(const std::uint8_t* from) {
        T value;
        std::memcpy(&value, from, sizeof value);
        return value;
    }
};

}  // namespace jig::machine
