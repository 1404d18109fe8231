// SPDX-License-Identifier: Apache-2.0
#include "bench/bootloader/rom_flash.hpp"

#include <array>

#include "bench/bootloader/rom_registers.hpp"

namespace jig::bench {

using namespace rom;
using Width = machine::Width;

namespace {

void unlock_options(RomBus& bus) {
    bus.write(FLASH_OPTKEYR, KEY1);
    bus.write(FLASH_OPTKEYR, KEY2);
}

void erase_options(RomBus& bus) {
    rom_unlock(bus);
    unlock_options(bus);
    bus.wait_for_flash();
    bus.set_bits(FLASH_CR, FLASH_CR_OPTER);
    bus.set_bits(FLASH_CR, FLASH_CR_STRT);
    bus.wait_for_flash();
    bus.clear_bits(FLASH_CR, FLASH_CR_OPTER);
}

void begin_options(RomBus& bus) {
    erase_options(bus);
    rom_unlock(bus);
    unlock_options(bus);
    bus.wait_for_flash();
    bus.set_bits(FLASH_CR, FLASH_CR_OPTPG);
}

void program_option(RomBus& bus, std::uint32_t address, std::uint32_t half_word) {
    bus.write(address, half_word & 0xFF, Width::half);
    bus.wait_for_flash();
}

void end_options(RomBus& bus) { bus.clear_bits(FLASH_CR, FLASH_CR_OPTPG); }

template <std::size_t count>
std::array<std::uint32_t, count> read_options(RomBus& bus, std::uint32_t first) {
    std::array<std::uint32_t, count> bytes{};
    for (std::uint32_t i = 0; i < count; ++i) bytes[i] = bus.read(first + 2 * i, Width::half);
    return bytes;
}

}  // namespace

void rom_unlock(RomBus& bus) {
    bus.write(FLASH_KEYR, KEY1);
    bus.write(FLASH_KEYR, KEY2);
}

void rom_erase_page(RomBus& bus, std::uint32_t address) {
    rom_unlock(bus);
    bus.wait_for_flash();
    bus.write(FLASH_CR, FLASH_CR_PER);
    bus.write(FLASH_AR, address);
    bus.write(FLASH_CR, FLASH_CR_PER | FLASH_CR_STRT);
    bus.wait_for_flash();
    bus.write(FLASH_CR, 0);
}

void rom_erase_all(RomBus& bus) {
    rom_unlock(bus);
    unlock_options(bus);
    bus.wait_for_flash();
    bus.set_bits(FLASH_CR, FLASH_CR_MER);
    bus.set_bits(FLASH_CR, FLASH_CR_STRT);
    bus.wait_for_flash();
    bus.clear_bits(FLASH_CR, FLASH_CR_MER);
}

void rom_program_word(RomBus& bus, std::uint32_t address, std::uint32_t word) {
    bus.wait_for_flash();
    bus.set_bits(FLASH_CR, FLASH_CR_PG);
    bus.write(address, word & 0xFFFF, Width::half);
    bus.wait_for_flash();
    if ((bus.read(FLASH_SR) & FLASH_SR_PGERR) == 0) {
        bus.write(address + 2, word >> 16, Width::half);
        bus.wait_for_flash();
    }
    if ((bus.read(FLASH_SR) & FLASH_SR_PGERR) != 0) bus.set_bits(FLASH_SR, FLASH_SR_PGERR);
    bus.clear_bits(FLASH_CR, FLASH_CR_PG);
}

void rom_program_options(RomBus& bus, std::uint32_t from, std::uint32_t bytes) {
    begin_options(bus);
    bus.wait_for_flash();
    for (std::uint32_t at = 0; at < bytes; at += 2) program_option(bus, RDP + at, bus.read(from + at, Width::half));
    end_options(bus);
}

void rom_write_protect(RomBus& bus, std::uint32_t sectors) {
    rom_unlock(bus);
    bus.write(FLASH_SR, FLASH_SR_flags);
    const auto kept = read_options<4>(bus, RDP);
    begin_options(bus);
    for (std::uint32_t i = 0; i < kept.size(); ++i) program_option(bus, RDP + 2 * i, kept[i]);
    for (std::uint32_t i = 0; i < 4; ++i) {
        const std::uint32_t wrp = ~sectors >> (8 * i) & 0xFF;
        if (wrp != 0xFF) program_option(bus, WRP0 + 2 * i, wrp);
    }
    end_options(bus);
}

void rom_protect_readout(RomBus& bus) {
    bus.wait_for_flash();
    const auto kept = read_options<7>(bus, USER);
    begin_options(bus);
    for (std::uint32_t i = 0; i < 3; ++i) program_option(bus, USER + 2 * i, kept[i]);
    for (std::uint32_t i = 3; i < kept.size(); ++i) program_option(bus, WRP0, kept[i]);
    program_option(bus, RDP, 0);
    end_options(bus);
}

void rom_unprotect(RomBus& bus) {
    bus.wait_for_flash();
    begin_options(bus);
    program_option(bus, RDP, RDP_key);
    end_options(bus);
}

}  // namespace jig::bench
