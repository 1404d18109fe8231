// SPDX-License-Identifier: Apache-2.0
// What each command does once the host has said all, and the ROM's start. The order of accesses is the ROM's.
#include <array>

#include "bench/bootloader/bootloader.hpp"
#include "bench/bootloader/rom_flash.hpp"
#include "bench/bootloader/rom_registers.hpp"

namespace jig::bench {

using namespace rom;
using Width = machine::Width;

namespace {

constexpr std::array<std::uint8_t, 11> commands = {0x00, 0x01, 0x02, 0x11, 0x21, 0x31, 0x43, 0x63, 0x73, 0x82, 0x92};

// All of port A's upper pins floating inputs, PA9 alternate function push-pull at 50 MHz.
constexpr std::uint32_t pa9_is_tx = 0x444444B4;
constexpr std::uint32_t slowest_prescaler = 6;
constexpr std::uint32_t systick_reload = 0x80000;
constexpr std::uint32_t UE_M_PCE_TE_RE = 0x340C;  // USART_CR1: nine bits with even parity, one stop bit

// The PLL locks within 200 us (DS5792 5.3.8); a chip whose PLL does not would keep the ROM waiting for ever.
constexpr unsigned most_pll_polls = 1000;
constexpr machine::Picoseconds pll_poll = std::chrono::microseconds{1};

std::uint32_t rounded_up(std::uint32_t bytes, std::uint32_t to) { return (bytes + to - 1) / to * to; }

void start_pll(RomBus& bus) {
    bus.write(RCC_CFGR, RCC_CFGR_PLLMUL6);
    bus.set_bits(RCC_CR, RCC_CR_PLLON);
    for (unsigned polls = 0; polls < most_pll_polls && (bus.read(RCC_CR) & RCC_CR_PLLRDY) == 0; ++polls)
        bus.pass(pll_poll);
    bus.write(RCC_CFGR, RCC_CFGR_PLLMUL6 | RCC_CFGR_SW_PLL);
}

// The clocks go back to what a reset leaves, SysTick stops. USART1, port A, the FPEC's lock and the watchdog's
// prescaler stay as they are, and so does VTOR: 0, where system memory lies.
void leave_peripherals(RomBus& bus) {
    constexpr std::uint32_t cfgr_kept = 0xF8FF0000, pll_choice = 0x007F0000;
    bus.write(RCC_CFGR, bus.read(RCC_CFGR) & cfgr_kept);
    bus.clear_bits(RCC_CR, RCC_CR_PLLON | RCC_CR_CSSON | RCC_CR_HSEON);
    bus.clear_bits(RCC_CR, RCC_CR_HSEBYP);
    bus.clear_bits(RCC_CFGR, pll_choice);
    bus.write(STK_CTRL, 0);
}

void acknowledge_and_reset(RomBus& bus) {
    bus.send(Bootloader::ACK);
    if (!bus.faulted()) bus.reset_chip();
}

}  // namespace

void Bootloader::start(RomBus& bus) {
    bus.mask_interrupts();
    bus.write(IWDG_KR, IWDG_access);
    bus.write(IWDG_PR, slowest_prescaler);
    bus.write(IWDG_KR, IWDG_reload);
    start_pll(bus);
    bus.write(RCC_APB2ENR, RCC_APB2ENR_IOPAEN | RCC_APB2ENR_USART1EN);
    bus.write(SCB_VTOR, 0);
    bus.write(GPIOA_CRH, pa9_is_tx);
    bus.write(STK_CTRL, STK_CTRL_CLKSOURCE);
    bus.write(STK_LOAD, systick_reload);
}

void Bootloader::connect(RomBus& bus, std::uint16_t baud_register) {
    bus.write(STK_CTRL, STK_CTRL_CLKSOURCE | STK_CTRL_ENABLE);
    bus.write(USART1_BRR, baud_register, Width::half);
    bus.write(USART1_CR2, 0, Width::half);
    bus.write(USART1_GTPR, 0, Width::half);
    bus.write(USART1_CR1, UE_M_PCE_TE_RE, Width::half);
    bus.send(ACK);
}

void Bootloader::get(RomBus& bus) {
    for (const std::uint8_t byte : {ACK, static_cast<std::uint8_t>(commands.size()), version}) bus.send(byte);
    for (const std::uint8_t command : commands) bus.send(command);
    bus.send(ACK);
}

void Bootloader::get_version(RomBus& bus) {
    for (const std::uint8_t byte : {ACK, version, std::uint8_t{0}, std::uint8_t{0}, ACK}) bus.send(byte);
}

void Bootloader::get_id(RomBus& bus) const {
    const auto high = static_cast<std::uint8_t>(facts_.product_id >> 8);
    const auto low = static_cast<std::uint8_t>(facts_.product_id);
    for (const std::uint8_t byte : {ACK, std::uint8_t{1}, high, low, ACK}) bus.send(byte);
}

void Bootloader::read_memory(RomBus& bus) const {
    bus.send(ACK);
    for (std::uint32_t at = 0; at < count_ && !bus.faulted(); ++at) {
        const auto byte = static_cast<std::uint8_t>(bus.read(address_ + at, Width::byte));
        if (!bus.faulted()) bus.send(byte);
    }
}

// A target without the Thumb bit is a UsageFault, which ends in the HardFault handler.
void Bootloader::go(RomBus& bus) const {
    const RomArea area = rom_area(facts_, address_);
    if (area != RomArea::flash && area != RomArea::sram) return bus.send(NACK);
    leave_peripherals(bus);
    const std::uint32_t pc = bus.read(address_ + 4);
    const std::uint32_t msp = bus.read(address_);
    if (bus.faulted()) return;
    if ((pc & 1) == 0) return bus.reset_chip();
    bus.jump(msp, pc);
}

void Bootloader::write_memory(RomBus& bus) const {
    switch (rom_area(facts_, address_)) {
        case RomArea::flash: write_flash(bus); break;
        case RomArea::sram: write_sram(bus); break;
        case RomArea::option_bytes:
            if (address_ == RDP) return write_options(bus);
            break;
        case RomArea::system_memory:
        case RomArea::invalid: break;
    }
    bus.send(ACK);
}

// Whole words: what lies behind the block in the buffer fills the last one.
void Bootloader::write_flash(RomBus& bus) const {
    rom_unlock(bus);
    for (std::uint32_t at = 0; at < rounded_up(count_, 4); at += 4)
        rom_program_word(bus, address_ + at, bus.read(buffer + at));
}

// A word that does not lie on a word's boundary is stored in parts by the core.
void Bootloader::write_sram(RomBus& bus) const {
    for (std::uint32_t at = 0; at < rounded_up(count_, 4); ++at)
        bus.write(address_ + at, bus.read(buffer + at, Width::byte), Width::byte);
}

void Bootloader::write_options(RomBus& bus) const {
    rom_program_options(bus, buffer, rounded_up(count_, 2));
    acknowledge_and_reset(bus);
}

void Bootloader::erase_pages(RomBus& bus) const {
    for (std::uint32_t i = 0; i < count_; ++i)
        rom_erase_page(bus, rom_flash_base + bus.read(buffer + i, Width::byte) * facts_.page_bytes);
    bus.send(ACK);
}

// A sector is what a bit of FLASH_WRPR protects; a code above 31 shifts its bit out.
void Bootloader::write_protect(RomBus& bus) const {
    std::uint32_t sectors = 0;
    for (std::uint32_t i = 0; i < count_; ++i) {
        const std::uint32_t code = bus.read(buffer + i, Width::byte);
        if (code < 32) sectors |= 1U << code;
    }
    rom_write_protect(bus, sectors);
    acknowledge_and_reset(bus);
}

void Bootloader::readout_protect(RomBus& bus) const {
    bus.send(ACK);
    rom_protect_readout(bus);
    acknowledge_and_reset(bus);
}

// Write Unprotect and Readout Unprotect end in the same routine; only the latter clears the SRAM first.
void Bootloader::unprotect(RomBus& bus) const {
    bus.send(ACK);
    if (is(Command::readout_unprotect)) clear_sram(bus);
    rom_unprotect(bus);
    acknowledge_and_reset(bus);
}

void Bootloader::clear_sram(RomBus& bus) const {
    for (std::uint32_t at = facts_.sram_end; at > facts_.sram_first; at -= 4) bus.write(at - 4, 0);
}

}  // namespace jig::bench
