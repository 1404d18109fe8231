// SPDX-License-Identifier: Apache-2.0
// The system control space by offset from 0xE000E000: NVIC, SysTick, SCB and debug registers, DDI 0403 B3.2.
#include "machine/core/state.hpp"

namespace jig::machine {

namespace {

constexpr std::uint32_t VECTKEY = 0x05FA;
constexpr std::uint32_t VECTKEYSTAT = 0xFA05;
constexpr std::uint32_t vtor_writable = 0x3FFFFF80;

// CPU feature registers 0xD40..0xD73 of r1p1, DDI 0337, "NVIC registers".
constexpr std::uint32_t features[] = {0x00000030, 0x00000200, 0x00100000, 0x00000000, 0x00000030,
                                      0x00000000, 0x00000000, 0x00000000, 0x01141110, 0x02111000,
                                      0x21112231, 0x01111110, 0x01310102};

// SHCSR's active and pending bits.
struct HandlerBit {
    unsigned exception;
    unsigned bit;
};
constexpr HandlerBit active_bits[] = {{mem_manage, 0},    {bus_fault, 1}, {usage_fault, 3}, {sv_call, 7},
                                      {debug_monitor, 8}, {pend_sv, 10},  {sys_tick, 11}};
constexpr HandlerBit pending_bits[] = {{usage_fault, 12}, {mem_manage, 13}, {bus_fault, 14}, {sv_call, 15}};

std::uint32_t priority_word(const Nvic& nvic, unsigned first) {
    std::uint32_t word = 0;
    for (unsigned lane = 0; lane < 4; ++lane)
        word |= static_cast<std::uint32_t>(nvic.priority[first + lane]) << (8 * lane);
    return word;
}

// SHPR1-3 hold exceptions 4..15; those the core does not have read as zero.
void write_system_priorities(Nvic& nvic, unsigned first, std::uint32_t value) {
    for (unsigned lane = 0; lane < 4; ++lane) {
        const unsigned number = first + lane;
        const bool exists = number <= usage_fault || number == sv_call || number == debug_monitor || number >= pend_sv;
        if (exists) nvic.priority[number] = static_cast<std::uint8_t>(value >> (8 * lane)) & priority_mask;
    }
}

}  // namespace

std::uint32_t CoreState::read_icsr() const {
    const unsigned highest = nvic.highest_pending(false);
    const bool masked = nvic.group_priority(highest) >= nvic.mask_priority(reg);
    const unsigned next = highest != no_exception && !masked ? highest : no_exception;
    const bool irq_pending = [&] {
        bool any = false;
        nvic.pending.for_each([&](unsigned number) { any = any || number >= first_irq; });
        return any;
    }();
    const bool base = nvic.active.count() <= 1;
    return reg.ipsr | (base ? 1u << 11 : 0) | (next << 12) | (irq_pending ? 1u << 22 : 0) |
           (nvic.pending.test(sys_tick) ? 1u << 26 : 0) | (nvic.pending.test(pend_sv) ? 1u << 28 : 0) |
           (nvic.pending.test(nmi) ? 1u << 31 : 0);
}

void CoreState::write_icsr(std::uint32_t value) {
    if ((value & (1u << 31)) != 0) nvic.pending.set(nmi);
    if ((value & (1u << 28)) != 0) nvic.pending.set(pend_sv);
    if ((value & (1u << 27)) != 0) nvic.pending.clear(pend_sv);
    if ((value & (1u << 26)) != 0) nvic.pending.set(sys_tick);
    if ((value & (1u << 25)) != 0) nvic.pending.clear(sys_tick);
}

std::uint32_t CoreState::read_shcsr() const {
    std::uint32_t value = scb.shcsr_enables;
    for (const auto [exception, bit] : active_bits) value |= nvic.active.test(exception) ? 1u << bit : 0;
    for (const auto [exception, bit] : pending_bits) value |= nvic.pending.test(exception) ? 1u << bit : 0;
    return value;
}

void CoreState::write_shcsr(std::uint32_t value) {
    scb.shcsr_enables = value & SHCSR_enables;
    for (const auto [exception, bit] : active_bits) nvic.active.assign(exception, (value >> bit & 1) != 0);
    for (const auto [exception, bit] : pending_bits) nvic.pending.assign(exception, (value >> bit & 1) != 0);
}

void CoreState::write_aircr(std::uint32_t value) {
    if (value >> 16 != VECTKEY) return;
    nvic.prigroup = (value >> 8) & 7;
    if ((value & 2) != 0 && debug.halted) {  // VECTCLRACTIVE, for debuggers
        nvic.active.clear_all();
        reg.set_ipsr(0);
    }
    if ((value & 4) != 0) return bus->reset_requested();
    if ((value & 1) == 0 || !debug.halted) return;  // VECTRESET, for debuggers: the core alone
    system_reset();
    release_reset();
}

std::uint32_t CoreState::read_scs(std::uint32_t offset, bool by_debugger) {
    if (offset >= 0x010 && offset < 0x020) return systick.read(offset - 0x010, cycle, by_debugger);
    if (offset >= 0x100 && offset < 0x4F0) return nvic.read_register(offset - 0x100);
    if (offset >= 0xD18 && offset < 0xD24) return priority_word(nvic, offset - 0xD18 + 4);
    if (offset >= 0xD40 && offset < 0xD74) return features[(offset - 0xD40) / 4];
    switch (offset) {
        case 0x004: return (irqs - 1) / 32;  // ICTR
        case 0x008: return scb.actlr;
        case 0xD00: return scb.cpuid;
        case 0xD04: return read_icsr();
        case 0xD08: return scb.vtor;
        case 0xD0C: return VECTKEYSTAT << 16 | nvic.prigroup << 8;
        case 0xD10: return scb.scr;
        case 0xD14: return scb.ccr;
        case 0xD24: return read_shcsr();
        case 0xD28: return scb.cfsr;
        case 0xD2C: return scb.hfsr;
        case 0xD30: return debug.dfsr;
        case 0xD34: return scb.mmfar;
        case 0xD38: return scb.bfar;
        case 0xDF0: return read_dhcsr(by_debugger);
        case 0xDF8: return debug.dcrdr;
        case 0xDFC: return debug.demcr | (nvic.pending.test(debug_monitor) ? MON_PEND : 0u);
        default: return 0;  // MPU_TYPE = 0: the F103 has no MPU
    }
}

void CoreState::write_scs(std::uint32_t offset, std::uint32_t value, bool by_debugger) {
    if (offset >= 0x010 && offset < 0x020) return systick.write(offset - 0x010, value, cycle);
    if (offset >= 0x100 && offset < 0x4F0) return nvic.write_register(offset - 0x100, value);
    if (offset >= 0xD18 && offset < 0xD24) return write_system_priorities(nvic, offset - 0xD18 + 4, value);
    switch (offset) {
        case 0x008: scb.actlr = value & 7; break;
        case 0xD04: write_icsr(value); break;
        case 0xD08: scb.vtor = value & vtor_writable; break;
        case 0xD0C: write_aircr(value); break;
        case 0xD10: scb.scr = value & scr_writable; break;
        case 0xD14: scb.ccr = value & ccr_writable; break;
        case 0xD24: write_shcsr(value); break;
        case 0xD28: scb.cfsr &= ~value; break;
        case 0xD2C: scb.hfsr &= ~value; break;
        case 0xD30: debug.dfsr &= ~value; break;
        case 0xD34: scb.mmfar = value; break;
        case 0xD38: scb.bfar = value; break;
        case 0xDF0: write_dhcsr(value, by_debugger); break;
        case 0xDF4: write_dcrsr(value); break;
        case 0xDF8: debug.dcrdr = value; break;
        case 0xDFC: write_demcr(value); break;
        case 0xF00:  // STIR
            if ((value & 0x1FF) < irqs) nvic.pend_irq(value & 0x1FF);
            break;
        default: break;
    }
}

void CoreState::set_irq(unsigned position, bool asserted) {
    if (nvic.set_line(position, asserted)) pend_interrupt(first_irq + position);
}

void CoreState::pend_interrupt(unsigned number) {
    if (!nvic.pending.test(number) && (scb.scr & SEVONPEND) != 0) event_register = true;
    nvic.pending.set(number);
    attend();
}

void CoreState::send_event() {
    event_register = true;
    attend();
}

}  // namespace jig::machine
