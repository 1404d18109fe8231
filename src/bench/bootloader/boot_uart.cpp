// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/boot_uart.hpp"

#include "bench/bootloader/rom_registers.hpp"
#include "bench/bootloader/serial_frame.hpp"

namespace jig::bench {
namespace {

constexpr unsigned usart = 1;
constexpr unsigned xpsr = 16;
constexpr std::uint32_t exception_number = 0x1FF;

machine::Picoseconds bit_time_of(unsigned baud) {
    constexpr unsigned fresh_pty_baud = 38400;  // also for a line that names none
    constexpr std::int64_t second = 1'000'000'000'000;
    return machine::Picoseconds(second / std::int64_t{baud == 0 ? fresh_pty_baud : baud});
}

}  // namespace

BootUart::BootUart(board::Board& board, BoardTime& time)
    : board_(&board), time_(&time), facts_(rom_facts(board.description().part, board.description().chip.sram_bytes)) {}

void BootUart::power_on() {
    session_.reset();
    (void)board_->chip().take_uart_output(usart);
}

Bytes BootUart::exchange(ByteView in, unsigned baud) {
    machine::Chip& chip = board_->chip();
    if (!in.empty()) outlast_reset();
    if (!rom_runs()) {
        chip.send_to_uart(usart, in);
        return chip.take_uart_output(usart);
    }
    const machine::Picoseconds bit = bit_time_of(baud);
    RomBus bus(chip, *time_);
    bus.write(rom::IWDG_KR, rom::IWDG_reload);
    if (!session_->loader) in = measure(in, bit, bus);
    if (session_->loader) listen(in, bit, bus);
    Bytes out = chip.take_uart_output(usart);
    if (session_->bit.count() == 0) return out;  // what firmware sent before it came here
    for (std::uint8_t& byte : out) byte = heard_as(byte, session_->bit, bit);
    return out;
}

// A program that was told that the board has power is quicker with its first byte than a person with a switch: it would
// be lost in the power-on reset, and stm32flash gives up when its second one is the first to be heard.
void BootUart::outlast_reset() {
    constexpr machine::Picoseconds step = std::chrono::microseconds{100};
    constexpr int most_steps = 30;  // a power-on reset lasts 2.5 ms; one by nRST lasts until somebody ends it
    for (int steps = 0; steps < most_steps && board_->chip().in_reset(); ++steps) time_->advance(step);
}

bool BootUart::core_in_rom() const {
    const machine::Chip& chip = board_->chip();
    const std::uint32_t pc = chip.pc();
    return chip.powered() && !chip.in_reset() && pc >= facts_->system_first && pc < rom::RDP;
}

// The ROM begins anew after each reset into it, and when firmware jumps to it. A core that a debugger has halted in it
// only waits. An exception that is taken while VTOR is 0 finds the ROM's vectors, which end in its HardFault handler.
bool BootUart::rom_runs() {
    machine::Chip& chip = board_->chip();
    if (!facts_ || !core_in_rom()) {
        session_.reset();
        return false;
    }
    if (chip.activity() == machine::CoreActivity::halted) return false;
    RomBus bus(chip, *time_);
    if ((chip.register_value(xpsr) & exception_number) != 0) {
        bus.reset_chip();
        return false;
    }
    if (!session_ || session_->reset != chip.resets()) {
        session_ = Session{.reset = chip.resets(), .measuring = {}, .loader = {}, .bit = {}};
        Bootloader::start(bus);
    }
    return true;
}

ByteView BootUart::measure(ByteView in, machine::Picoseconds bit, RomBus& bus) {
    while (!in.empty() && !session_->loader) {
        const machine::Picoseconds start = bus.now();
        const auto pulse = session_->measuring.hear(in.front(), start, bit);
        in = in.subspan(1);
        bus.pass(pulse ? pulse->end - start : bit * frame_bits);
        if (!pulse) continue;
        const std::uint16_t baud_register = baud_register_of(pulse->length);
        session_->loader.emplace(*facts_);
        session_->bit = rom_bit_time(baud_register);
        Bootloader::connect(bus, baud_register);
        // The ROM finds TC set and listens on while the idle frame behind TE and then its ACK go out.
        bus.pass(session_->bit * (2 * frame_bits));
    }
    return in;
}

// All bytes are put on the wire at once, so that those which come while the ROM is busy meet a receiver that holds one.
void BootUart::listen(ByteView in, machine::Picoseconds bit, RomBus& bus) {
    const machine::Picoseconds own_bit = session_->bit;
    Bytes heard;
    for (const std::uint8_t byte : in) heard.push_back(heard_as(byte, bit, own_bit));
    board_->chip().send_to_uart(usart, heard);
    const machine::Picoseconds last = bus.now() + own_bit * frame_bits * static_cast<std::int64_t>(in.size());
    while (!bus.faulted() && core_in_rom()) {
        if (bus.byte_received())
            session_->loader->receive(static_cast<std::uint8_t>(bus.read(rom::USART1_DR)), bus);
        else if (own_bit.count() == 0 || bus.now() >= last)
            break;
        else
            bus.pass(own_bit);
    }
}

}  // namespace jig::bench
