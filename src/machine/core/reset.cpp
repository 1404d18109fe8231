// SPDX-License-Identifier: Apache-2.0
// Reset, DDI 0403 B1.5.5, and copying a core.
#include "machine/core/state.hpp"

namespace jig::machine {

CoreState::CoreState(CoreBus& the_bus, std::uint32_t cpuid) : bus(&the_bus) {
    scb.cpuid = cpuid;
    power_on_reset();
}

CoreState::CoreState(const CoreState& other, CoreBus& the_bus) : CoreState(other) {
    bus = &the_bus;
    path = nullptr;
    loads = nullptr;
    watcher = nullptr;
    choose_data_windows();
    attend();
}

void CoreState::power_on_reset() {
    debug = {};
    fpb = {};
    dwt = {};
    trace = {};
    system_reset();
    debug.was_reset = true;
    choose_data_windows();
}

void CoreState::system_reset() {
    const std::uint32_t cpuid = scb.cpuid;
    const Nvic before = nvic;
    reg = {};
    nvic = {};
    // Levels at the inputs are the devices' business: they fall when the devices are reset.
    nvic.line = before.line;
    systick = {};
    scb = {};
    scb.cpuid = cpuid;
    polling = {};
    synchronous = {};
    it_before = 0;
    held = true;
    sleeping = wait_for_event = event_register = false;
    locked_up = exclusive = stored = false;
    // DHCSR survives, but C_HALT always clears on a system reset, DDI 0337, DHCSR; DEMCR loses its monitor bits.
    debug.halted = debug.stepping = debug.c_halt = false;
    debug.demcr &= demcr_halting_bits | TRCENA;
    debug.was_reset = true;
    attend();
}

void CoreState::release_reset() {
    if (!held) return;
    held = false;
    debug.c_halt = false;
    const BusReply sp = bus->read(0, Width::word, Master::core_fetch);
    const BusReply pc = bus->read(4, Width::word, Master::core_fetch);
    reg.r[SP] = sp.value & ~3u;
    reg.r[LR] = 0xFFFFFFFF;
    reg.thumb = (pc.value & 1) != 0;
    reg.pc = pc.value & ~1u;
    cycle += sp.stall_cycles + pc.stall_cycles;
    if (sp.fault || pc.fault) {
        scb.hfsr |= VECTTBL;
        lock_up();
    }
    if (debug.halting_allowed() && (debug.demcr & VC_CORERESET) != 0) {
        enter_debug_state(DFSR_VCATCH);
    }
    attend();
}

}  // namespace jig::machine
