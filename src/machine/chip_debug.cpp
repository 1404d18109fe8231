// SPDX-License-Identifier: Apache-2.0
// The debug port's bus master (AHB-AP): it sits inside the processor, so it sees the private peripheral bus and the
// bit-band aliases as the core does, and everything else through the bus matrix.
#include "machine/bit_band.hpp"
#include "machine/chip_parts.hpp"
#include "machine/rom_table.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t private_bus_base = 0xE0000000;
constexpr std::uint32_t private_bus_end = 0xE0100000;

}  // namespace

DebugReply ChipParts::debug_read(std::uint32_t address, Width width) {
    const FlashReply reply = debug_transfer(address, width, nullptr);
    return {.value = reply.value, .fault = reply.fault, .ready_at = std::max(reply.ready, now_)};
}

DebugReply ChipParts::debug_write(std::uint32_t address, Width width, std::uint32_t value) {
    const FlashReply reply = debug_transfer(address, width, &value);
    return {.value = 0, .fault = reply.fault, .ready_at = std::max(reply.ready, now_)};
}

// Without power nobody answers, nor in Stop or Standby. nRST holds the bus matrix and what is behind it, not the
// processor's debug registers.
FlashReply ChipParts::debug_transfer(std::uint32_t address, Width width, const std::uint32_t* value) {
    if (!state_.powered || state_.low_power != LowPower::none) return {.fault = true};
    FlashReply reply;
    if (address >= private_bus_base && address < private_bus_end)
        reply = debug_private(address, width, value);
    else if (in_reset())
        return {.fault = true};
    else if (in_bit_band_alias(address))
        reply = debug_bit_band(address, width, value);
    else if (value != nullptr)
        reply = write_place(address, width, *value, Master::debug);
    else
        reply = read_place(address, width, Master::debug);
    settle();
    return reply;
}

FlashReply ChipParts::debug_bit_band(std::uint32_t address, Width width, const std::uint32_t* value) {
    const BitBandTarget target = bit_band_target(address, width);
    const std::uint32_t mask = 1U << target.bit;
    FlashReply reply = read_place(target.address, width, Master::debug);
    if (reply.fault) return reply;
    if (value == nullptr) {
        reply.value = (reply.value & mask) != 0 ? 1 : 0;
        return reply;
    }
    const std::uint32_t changed = (*value & 1) != 0 ? reply.value | mask : reply.value & ~mask;
    return write_place(target.address, width, changed, Master::debug);
}

FlashReply ChipParts::debug_private(std::uint32_t address, Width width, const std::uint32_t* value) {
    const Place place = resolve(address).place;
    if (place == Place::device || place == Place::rom_table)
        return value != nullptr ? write_place(address, width, *value, Master::debug)
                                : read_place(address, width, Master::debug);
    const BusReply reply =
        value != nullptr ? core_.debug_write(address, width, *value) : core_.debug_read(address, width);
    core_state_may_have_changed();
    if (!reply.fault) return {.value = reply.value, .ready = now()};
    note_unmodelled(address, value != nullptr, Master::debug);
    return {.ready = now()};
}

void ChipParts::set_debug_power(bool on) {
    if (state_.debug_power == on) return;
    state_.debug_power = on;
    notify_clocking_changed();
    settle();
}

}  // namespace jig::machine
