// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/rom_bus.hpp"

#include <algorithm>
#include <array>

#include "bench/bootloader/auto_baud.hpp"
#include "bench/bootloader/rom_registers.hpp"
#include "bench/bootloader/serial_frame.hpp"

namespace jig::bench {

using namespace rom;

namespace {

// DDI 0403 C1.6: how a debugger moves a core. REGWnR and the register numbers of DCRSR.
constexpr std::uint32_t DHCSR = 0xE000EDF0, DCRSR = 0xE000EDF4, DCRDR = 0xE000EDF8, DFSR = 0xE000ED30;
constexpr std::uint32_t DBGKEY = 0xA05F0000, C_DEBUGEN = 1, C_HALT = 2, REGWnR = 1U << 16, DFSR_HALTED = 1;
constexpr std::uint32_t reg_lr = 14, reg_pc = 15, reg_msp = 17, reg_primask = 20;

// Where the ROM's last instruction before the jump would return to; nothing is promised there.
constexpr std::uint32_t return_into_rom = 0x1FFFF583;

// The byte's own frame in one step, then bit by bit for what may have been ahead of it: an idle frame and one byte.
constexpr int most_steps_to_send = 1 + 2 * frame_bits;

}  // namespace

std::uint32_t RomBus::read(std::uint32_t address, Width width) {
    if (faulted_) return 0;
    const machine::DebugReply reply = chip_->debug_read(address, width);
    faulted_ = reply.fault;
    if (!faulted_) pass(std::max(reply.ready_at - now(), machine::Picoseconds{0}));
    return reply.value;
}

void RomBus::write(std::uint32_t address, std::uint32_t value, Width width) {
    if (faulted_) return;
    const machine::DebugReply reply = chip_->debug_write(address, width, value);
    faulted_ = reply.fault;
    if (!faulted_) pass(std::max(reply.ready_at - now(), machine::Picoseconds{0}));
}

// The ROM polls BSY. A read of the option bytes is held by the bus until the same moment.
void RomBus::wait_for_flash() {
    while (!faulted_ && (read(FLASH_SR) & FLASH_SR_BSY) != 0) read(RDP, Width::half);
}

machine::Picoseconds RomBus::bit_time() { return rom_bit_time(read(USART1_BRR)); }

bool RomBus::byte_received() { return (read(USART1_SR) & USART_SR_RXNE) != 0; }

void RomBus::send(std::uint8_t byte) {
    write(USART1_DR, byte, Width::half);
    const machine::Picoseconds bit = bit_time();
    machine::Picoseconds step = bit * frame_bits;
    for (int steps = 0; !faulted_ && steps < most_steps_to_send && (read(USART1_SR) & USART_SR_TC) == 0; ++steps) {
        pass(step);
        step = bit;
    }
}

void RomBus::reset_chip() {
    if (reset_) return;
    chip_->debug_write(SCB_AIRCR, Width::word, AIRCR_SYSRESETREQ);
    reset_ = faulted_ = true;
}

void RomBus::mask_interrupts() {
    constexpr std::array masked = {CoreRegister{reg_primask, 1}};
    set_core_registers(masked);
}

void RomBus::jump(std::uint32_t msp, std::uint32_t pc) {
    const std::array start = {CoreRegister{reg_primask, 0}, CoreRegister{reg_msp, msp},
                              CoreRegister{reg_lr, return_into_rom}, CoreRegister{reg_pc, pc & ~1U}};
    set_core_registers(start);
}

// By a debugger's means, and without a trace of one afterwards.
void RomBus::set_core_registers(std::span<const CoreRegister> registers) {
    const std::uint32_t debugger = read(DHCSR) & C_DEBUGEN;
    write(DHCSR, DBGKEY | C_DEBUGEN | C_HALT);
    for (const CoreRegister& each : registers) {
        write(DCRDR, each.value);
        write(DCRSR, REGWnR | each.number);
    }
    write(DHCSR, DBGKEY | C_DEBUGEN);
    write(DHCSR, DBGKEY | debugger);
    write(DFSR, DFSR_HALTED);
}

}  // namespace jig::bench
