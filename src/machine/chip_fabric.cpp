// SPDX-License-Identifier: Apache-2.0
// What devices and the flash ask of the rest of the chip.
#include <algorithm>
#include <functional>
#include <numeric>

#include "machine/chip_parts.hpp"

namespace jig::machine {

namespace {

constexpr unsigned flash_position = 4;  // RM0008 table 63

// The positions that EXTI lines ask at: nothing else ends Stop, 5.3.4.
bool ends_stop(unsigned position) {
    constexpr unsigned exti_positions[] = {1, 6, 7, 8, 9, 10, 23, 40, 41, 42};
    return std::ranges::find(exti_positions, position) != std::end(exti_positions);
}

}  // namespace

Picoseconds ChipParts::now() const { return core_running_ ? std::max(now_, time_.at_cycle(core_.cycle())) : now_; }

// Cycles that the core has already been through keep the old rate.
void ChipParts::set_clocks(const ClockTree& clocks) {
    const Picoseconds reached = time_.runs() ? std::max(now_, time_.at_cycle(core_.cycle())) : now_;
    // An oscillator that becomes ready in Stop does not start the buses.
    clocks_ = state_.low_power == LowPower::none ? clocks : clocks_in_stop(peripherals_, backup());
    time_.anchor(reached, core_.cycle(), clocks_.hclk_hz);
    interrupt_core();
    notify_clocking_changed();
}

void ChipParts::set_irq(unsigned position, bool asserted) {
    core_.set_irq(position, asserted || shared_irq_asserted(peripherals_, position));
    if (asserted && state_.low_power == LowPower::stop && ends_stop(position)) wake_from_stop();
}

void ChipParts::send_event() {
    core_.send_event();
    wake_from_stop();
}

void ChipParts::wake_at(const Device& device, Picoseconds when) {
    const std::size_t slot = slot_of(device);
    if (slot == appointments_.size() || appointments_[slot] == when)
        return;  // devices repeat themselves at every access
    appointments_[slot] = when;
    interrupt_core();
}

// Devices ask about themselves, and most of them while they are being read, written or woken.
std::size_t ChipParts::slot_of(const Device& device) const {
    const auto slots = peripheral_slots();
    auto& peripherals = const_cast<Peripherals&>(peripherals_);
    const auto is_device = [&](const PeripheralSlot& slot) { return &slot.device(peripherals) == &device; };
    if (!is_device(slots[recent_slot_])) {
        const auto found = std::ranges::find_if(slots, is_device);
        if (found == slots.end()) return slots.size();
        recent_slot_ = static_cast<std::size_t>(found - slots.begin());
    }
    return recent_slot_;
}

void ChipParts::request_reset(ResetCause cause) {
    state_.pending_reset = cause;
    interrupt_core();
}

void ChipParts::drive(Pin pin, Level level, Level pull) {
    if (!pads_.drive(pin, level, pull, now())) return;
    notify_pads_changed();
    if (outside_ != nullptr && pads_.outside_listens(pin)) outside_->pad_changed(*this, pin, pads_.is_high(pin), now());
}

void ChipParts::set_outside_level(Pin pin, Level level) {
    if (pads_.set_input(pin, level)) notify_pads_changed();
}

void ChipParts::drive_function(Pin pin, Level level) { drive_function_of(peripherals_, *this, pin, level); }

void ChipParts::trigger(Trigger source) {
    if (!trigger_wanted(source) || (triggering_ & source.mask()) != 0) return;
    triggering_ |= source.mask();
    const auto slots = peripheral_slots();
    for (std::size_t i = 0; i < slots.size(); ++i)
        if ((wanted_[i] & source.mask()) != 0) slots[i].device(peripherals_).triggered(*this, source);
    triggering_ &= ~source.mask();
}

void ChipParts::want_triggers(const Device& device, std::uint64_t mask) {
    const std::size_t slot = slot_of(device);
    if (slot == wanted_.size() || wanted_[slot] == mask) return;
    wanted_[slot] = mask;
    wanted_all_ = std::accumulate(wanted_.begin(), wanted_.end(), std::uint64_t{0}, std::bit_or<>());
    notify_clocking_changed();
}

void ChipParts::uart_sent(unsigned usart, std::uint8_t byte) { uart_output_[usart].push_back(byte); }

bool ChipParts::clocked(const Device& device) const {
    const std::size_t slot = slot_of(device);
    return slot == peripheral_slots().size() || slot_clocked(peripherals_, peripheral_slots()[slot]);
}

void ChipParts::reset_peripherals(Bus bus, std::uint32_t bits) {
    for (const PeripheralSlot& slot : peripheral_slots())
        if (slot.bus == bus && slot.clock_bit < 32 && (bits >> slot.clock_bit & 1U) != 0)
            slot.device(peripherals_).reset(*this, ResetCause::software);
}

void ChipParts::nothing_changes_until(Picoseconds when) {
    if (core_running_ && time_.runs() && when != never) core_.nothing_changes_until(time_.cycle_at(when));
}

void ChipParts::set_dma_request(DmaRequest request, bool asserted) {
    dma_of(peripherals_, request).set_request(*this, request, asserted);
}

void ChipParts::request_dma(DmaRequest request) { dma_of(peripherals_, request).request_once(*this, request); }

std::uint32_t ChipParts::dma_remaining(DmaRequest request) const {
    return dma_of(peripherals_, request).remaining(request);
}

void ChipParts::flash_interrupt(bool asserted) { core_.set_irq(flash_position, asserted); }

void ChipParts::notify_clocking_changed() {
    for (const PeripheralSlot& slot : peripheral_slots()) slot.device(peripherals_).clocking_changed(*this);
}

// Halting and going on again stops and starts what DBGMCU_CR says.
void ChipParts::core_state_may_have_changed() {
    if (core_.halted() == state_.was_halted) return;
    state_.was_halted = core_.halted();
    notify_clocking_changed();
}

}  // namespace jig::machine
