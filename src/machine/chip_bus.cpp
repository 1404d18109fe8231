// SPDX-License-Identifier: Apache-2.0
// The bus matrix: where an address leads, and what an access does there.
#include <algorithm>
#include <cstring>

#include "machine/chip_parts.hpp"
#include "machine/peripherals/registers.hpp"
#include "machine/rom_table.hpp"
#include "machine/system_memory.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t sram_base = 0x20000000;
constexpr std::uint32_t option_bytes_base = 0x1FFFF800;
constexpr std::uint32_t flash_registers_base = 0x40022000;
constexpr std::uint32_t private_bus_base = 0xE0000000;
constexpr std::uint32_t private_bus_end = 0xE0100000;

bool aligned(std::uint32_t address, Width width) { return address % static_cast<std::uint32_t>(width) == 0; }

std::uint32_t load(const std::uint8_t* bytes, Width width) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, static_cast<std::size_t>(width));
    return value;
}

// An APB bridge repeats what is narrower than a word on all lanes, RM0008 3.1.
std::uint32_t on_all_lanes(std::uint32_t value, Width width) {
    if (width == Width::byte) return (value & 0xFF) * 0x01010101U;
    if (width == Width::half) return (value & 0xFFFF) * 0x00010001U;
    return value;
}

}  // namespace

ChipParts::Target ChipParts::resolve(std::uint32_t address) const {
    const std::uint32_t system_bytes = system_memory_bytes(config_);
    if (address - sram_base < config_.sram_bytes) return {Place::sram, address - sram_base};
    if (address < main_flash_base) return resolve_alias(address);
    if (address - main_flash_base < config_.flash_bytes) return {Place::main_flash, address - main_flash_base};
    if (const std::size_t slot = find_slot(address); slot < peripheral_slots().size())
        return {Place::device, address - peripheral_slots()[slot].base, slot};
    if (address - flash_registers_base < 0x400) return {Place::flash_registers, address - flash_registers_base};
    if (address - option_bytes_base < option_area_bytes) return {Place::option_bytes, address - option_bytes_base};
    if (const std::uint32_t base = system_memory_end - system_bytes; address - base < system_bytes)
        return {Place::system_memory, address - base};
    if (address - rom_table_base < rom_table_bytes) return {Place::rom_table, address - rom_table_base};
    if (address >= private_bus_base && address < private_bus_end) return {Place::unmodelled, address};
    if (address >= Fsmc::banks_base && address < Fsmc::banks_end) return {Place::external, address};
    return {is_unmodelled(address) ? Place::unmodelled : Place::hole, address};
}

// RM0008 3.4: the memory that the chip boots from also lies at 0.
ChipParts::Target ChipParts::resolve_alias(std::uint32_t address) const {
    switch (state_.boot) {
        case BootMode::main_flash: {
            const std::uint32_t first = state_.boot_bank2 ? config_.bank_bytes : 0;
            if (address < config_.flash_bytes - first) return {Place::main_flash, first + address};
            break;
        }
        case BootMode::system_memory:
            if (address < system_memory_bytes(config_)) return {Place::system_memory, address};
            break;
        case BootMode::sram:
            if (address < config_.sram_bytes) return {Place::sram, address};
            break;
    }
    return {};
}

Requester ChipParts::requester(Master master) const {
    const std::uint32_t pc = master == Master::debug ? 0 : core_.pc();
    const Place code = resolve(pc).place;
    return {.master = master,
            .boot = state_.boot,
            .debug_active = state_.debug_power || core_.debug_enabled(),
            .code_in_flash = code == Place::main_flash};
}

BusReply ChipParts::to_bus(const FlashReply& reply) const {
    if (reply.ready <= now()) return {.value = reply.value, .fault = reply.fault};
    const std::uint64_t ready = time_.cycle_at(reply.ready);  // for the DMA the core may be ahead of it
    return {.value = reply.value, .fault = reply.fault, .stall_cycles = ready - std::min(ready, core_.cycle())};
}

BusReply ChipParts::read(std::uint32_t address, Width width, Master master) {
    if (master == Master::dma && address >= private_bus_base) return {.fault = true};  // it is inside the processor
    const FlashReply reply = read_place(address, width, master);
    if (!reply.fault && master == Master::core_data) log_read(address, reply.value);
    return to_bus(reply);
}

BusReply ChipParts::write(std::uint32_t address, Width width, std::uint32_t value, Master master) {
    if (master == Master::dma && address >= private_bus_base) return {.fault = true};
    return to_bus(write_place(address, width, value, master));
}

FlashReply ChipParts::read_place(std::uint32_t address, Width width, Master master) {
    const Target target = resolve(address);
    FlashReply reply{.ready = now()};
    switch (target.place) {
        case Place::main_flash:
            reply = flash_.read_main(*this, target.offset, width, requester(master));
            flash_touched_slowly();
            return reply;
        case Place::option_bytes: return flash_.read_options(*this, target.offset, width);
        case Place::flash_registers: return flash_.read_register(*this, target.offset, width);
        case Place::device: return read_device(target, width);
        case Place::sram:
        case Place::system_memory: {
            const auto& bytes = target.place == Place::sram ? sram_ : system_memory_;
            if (!aligned(address, width)) return {.fault = true};
            reply.value = load(bytes.data() + target.offset, width);
            return reply;
        }
        case Place::rom_table:
            reply.value = lanes_read(rom_table_word(config_, word_offset(target.offset)), target.offset, width);
            return reply;
        case Place::external:
            reply.value = lanes_read(Fsmc::floating_bus, address, width);
            reply.fault = !external_memory_answers(peripherals_, address);
            return reply;
        case Place::unmodelled: reply.value = read_unmodelled(address, width, master); return reply;
        case Place::hole: break;
    }
    return {.fault = true};
}

FlashReply ChipParts::write_place(std::uint32_t address, Width width, std::uint32_t value, Master master) {
    const Target target = resolve(address);
    FlashReply reply{.ready = now()};
    switch (target.place) {
        case Place::main_flash: return flash_.write_main(*this, target.offset, width, value, requester(master));
        case Place::option_bytes: return flash_.write_options(*this, target.offset, width, value);
        case Place::flash_registers:
            return flash_.write_register(*this, target.offset, width, value, requester(master));
        case Place::device: return write_device(target, width, value);
        case Place::sram:
            if (!aligned(address, width)) return {.fault = true};
            write_sram(target.offset, width, value, master);
            return reply;
        case Place::rom_table:  // read-only: the write is taken and lost
            return reply;
        case Place::external: reply.fault = !external_memory_answers(peripherals_, address); return reply;
        case Place::unmodelled: write_unmodelled(address, width, value, master); return reply;
        case Place::system_memory:  // PM0075 1.2: no one can write it
        case Place::hole: break;
    }
    return {.fault = true};
}

FlashReply ChipParts::read_device(const Target& target, Width width) {
    const PeripheralSlot& slot = peripheral_slots()[target.slot];
    if (!slot_clocked(peripherals_, slot)) return {.value = 0, .fault = false, .ready = now()};  // RM0008 7.3.6, note
    recent_slot_ = target.slot;
    const BusReply reply = slot.device(peripherals_).read(*this, target.offset, width);
    const std::uint32_t value = slot.bus == Bus::ahb ? reply.value : lanes_read(reply.value, target.offset, width);
    return {.value = value, .fault = reply.fault, .ready = now()};
}

FlashReply ChipParts::write_device(const Target& target, Width width, std::uint32_t value) {
    const PeripheralSlot& slot = peripheral_slots()[target.slot];
    if (!slot_clocked(peripherals_, slot)) return {.value = 0, .fault = false, .ready = now()};
    const std::uint32_t lanes = slot.bus == Bus::ahb ? value : on_all_lanes(value, width);
    const bool hsi_before = hsi_running();
    const std::uint32_t stop_bits_before = dbgmcu_cr();
    const std::uint32_t mapr_before = afio_mapr();
    recent_slot_ = target.slot;
    const BusReply reply = slot.device(peripherals_).write(*this, target.offset, width, lanes);
    if (hsi_running() != hsi_before) flash_.hsi_changed(*this);
    if (dbgmcu_cr() != stop_bits_before || afio_mapr() != mapr_before) notify_clocking_changed();
    if (routes_exti(slot)) notify_pads_changed();
    return {.value = 0, .fault = reply.fault, .ready = now()};
}

void ChipParts::write_sram(std::uint32_t offset, Width width, std::uint32_t value, Master master) {
    std::memcpy(sram_.data() + offset, &value, static_cast<std::size_t>(width));
    if (master == Master::core_data) return;
    core_.code_changed(sram_base + offset, static_cast<std::uint32_t>(width));
}

void ChipParts::log_read(std::uint32_t address, std::uint32_t value) const {
    if (reads_ == nullptr) return;
    const ReadKind kind = read_kind(address);
    if (kind == ReadKind::nothing) return;
    reads_->note({.kind = kind,
                  .pc = core_.pc(),
                  .address = address,
                  .first_value = value,
                  .first_at = now(),
                  .first_instruction = core_.instructions()});
}

void ChipParts::fault_taken(unsigned exception, std::uint32_t pc) {
    constexpr std::size_t most_faults = 64;
    if (faults_.size() < most_faults) faults_.push_back({.exception = exception, .pc = pc, .at = now()});
}

std::uint32_t ChipParts::read_unmodelled(std::uint32_t address, Width width, Master master) {
    note_unmodelled(address, false, master);
    if (!poll_answers_.on() || master != Master::core_data || !is_unmodelled(address)) return 0;
    return poll_answers_.read(
        {.pc = core_.pc(), .address = address, .width = width, .instructions = core_.instructions(), .at = now()});
}

void ChipParts::write_unmodelled(std::uint32_t address, Width width, std::uint32_t value, Master master) {
    note_unmodelled(address, true, master);
    if (poll_answers_.on() && is_unmodelled(address)) poll_answers_.written(address, width, value);
}

void ChipParts::note_unmodelled(std::uint32_t address, bool write, Master master) {
    unmodelled_.note(address, write, master == Master::debug ? 0 : core_.pc());
}

}  // namespace jig::machine
