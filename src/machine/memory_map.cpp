// SPDX-License-Identifier: Apache-2.0
// The table of peripherals, RM0008 table 3 and sections 7.3.6 to 7.3.8 for the clock enable bits.
#include "machine/memory_map.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

namespace jig::machine {

namespace {

using Slot = PeripheralSlot;
constexpr unsigned always = Slot::always_clocked;
constexpr unsigned FSMCEN = 8;  // RCC_AHBENR

template <auto member>
Device& one(Peripherals& peripherals) {
    return peripherals.*member;
}
template <auto member, unsigned index>
Device& one_of(Peripherals& peripherals) {
    return (peripherals.*member)[index];
}
template <char port>
constexpr auto gpio = one_of<&Peripherals::gpio, port - 'A'>;
template <unsigned number>
constexpr auto usart = one_of<&Peripherals::usart, number - 1>;
template <unsigned number>
constexpr auto dma = one_of<&Peripherals::dma, number - 1>;
template <unsigned number>
constexpr auto spi = one_of<&Peripherals::spi, number - 1>;
template <unsigned number>
constexpr auto i2c = one_of<&Peripherals::i2c, number - 1>;
template <unsigned number>
constexpr auto adc = one_of<&Peripherals::adc, number - 1>;
template <unsigned number>
constexpr auto timer = one_of<&Peripherals::timer, number - 1>;

// In order of address.
constexpr std::array slots = {
    Slot{0x40000000, 0x400, Bus::apb1, 0, timer<2>},
    Slot{0x40000400, 0x400, Bus::apb1, 1, timer<3>},
    Slot{0x40000800, 0x400, Bus::apb1, 2, timer<4>},
    Slot{0x40000C00, 0x400, Bus::apb1, 3, timer<5>},
    Slot{0x40001000, 0x400, Bus::apb1, 4, timer<6>},
    Slot{0x40001400, 0x400, Bus::apb1, 5, timer<7>},
    Slot{0x40002800, 0x400, Bus::apb1, always, one<&Peripherals::rtc>},
    Slot{0x40002C00, 0x400, Bus::apb1, 11, one<&Peripherals::wwdg>},
    Slot{0x40003000, 0x400, Bus::apb1, always, one<&Peripherals::iwdg>},
    Slot{0x40003800, 0x400, Bus::apb1, 14, spi<2>},
    Slot{0x40003C00, 0x400, Bus::apb1, 15, spi<3>},
    Slot{0x40004400, 0x400, Bus::apb1, 17, usart<2>},
    Slot{0x40004800, 0x400, Bus::apb1, 18, usart<3>},
    Slot{0x40004C00, 0x400, Bus::apb1, 19, usart<4>},
    Slot{0x40005000, 0x400, Bus::apb1, 20, usart<5>},
    Slot{0x40005400, 0x400, Bus::apb1, 21, i2c<1>},
    Slot{0x40005800, 0x400, Bus::apb1, 22, i2c<2>},
    Slot{0x40005C00, 0x400, Bus::apb1, 23, one<&Peripherals::usb>},
    Slot{0x40006000, 0x400, Bus::apb1, 23, one<&Peripherals::packet_memory>},
    Slot{0x40006400, 0x400, Bus::apb1, 25, one<&Peripherals::can>},
    Slot{0x40006C00, 0x400, Bus::apb1, 27, one<&Peripherals::bkp>},
    Slot{0x40007000, 0x400, Bus::apb1, 28, one<&Peripherals::pwr>},
    Slot{0x40007400, 0x400, Bus::apb1, 29, one<&Peripherals::dac>},
    Slot{0x40010000, 0x400, Bus::apb2, 0, one<&Peripherals::afio>},
    Slot{0x40010400, 0x400, Bus::apb2, always, one<&Peripherals::exti>},
    Slot{0x40010800, 0x400, Bus::apb2, 2, gpio<'A'>},
    Slot{0x40010C00, 0x400, Bus::apb2, 3, gpio<'B'>},
    Slot{0x40011000, 0x400, Bus::apb2, 4, gpio<'C'>},
    Slot{0x40011400, 0x400, Bus::apb2, 5, gpio<'D'>},
    Slot{0x40011800, 0x400, Bus::apb2, 6, gpio<'E'>},
    Slot{0x40011C00, 0x400, Bus::apb2, 7, gpio<'F'>},
    Slot{0x40012000, 0x400, Bus::apb2, 8, gpio<'G'>},
    Slot{0x40012400, 0x400, Bus::apb2, 9, adc<1>},
    Slot{0x40012800, 0x400, Bus::apb2, 10, adc<2>},
    Slot{0x40012C00, 0x400, Bus::apb2, 11, timer<1>},
    Slot{0x40013000, 0x400, Bus::apb2, 12, spi<1>},
    Slot{0x40013400, 0x400, Bus::apb2, 13, timer<8>},
    Slot{0x40013800, 0x400, Bus::apb2, 14, usart<1>},
    Slot{0x40018000, 0x400, Bus::ahb, 10, one<&Peripherals::sdio>},
    Slot{0x40013C00, 0x400, Bus::apb2, 15, adc<3>},
    Slot{0x40020000, 0x400, Bus::ahb, 0, dma<1>},
    Slot{0x40020400, 0x400, Bus::ahb, 1, dma<2>},
    Slot{0x40021000, 0x400, Bus::ahb, always, one<&Peripherals::rcc>},
    Slot{0x40023000, 0x400, Bus::ahb, 6, one<&Peripherals::crc>},
    Slot{0xA0000000, 0x1000, Bus::ahb, FSMCEN, one<&Peripherals::fsmc>},
    Slot{0xE0042000, 0x400, Bus::apb1, always, one<&Peripherals::dbgmcu>},
};

// The slot of every kilobyte from 0x40000000 on: firmware that polls a register comes here for every turn.
constexpr std::uint32_t indexed_base = 0x40000000;
constexpr std::uint32_t indexed_kilobytes = 0x90;
constexpr std::size_t slots_beyond_index = 2;  // FSMC, DBGMCU
constexpr auto slot_of_kilobyte = [] {
    std::array<std::uint8_t, indexed_kilobytes> index{};
    index.fill(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i)
        if (const std::uint32_t kilobyte = (slots[i].base - indexed_base) >> 10; kilobyte < indexed_kilobytes)
            index[kilobyte] = static_cast<std::uint8_t>(i);
    return index;
}();

}  // namespace

Peripherals::Peripherals(const ChipConfig& config)
    : rcc({.hse_hz = config.hse_hz, .lse_hz = config.lse_hz}),
      gpio{Gpio('A'), Gpio('B'), Gpio('C'), Gpio('D'), Gpio('E'), Gpio('F'), Gpio('G')},
      bkp(config.backup_registers),
      dbgmcu(config.dbgmcu_idcode),
      dma{Dma(dma_config(1)), Dma(dma_config(2))},
      adc{Adc(adc_config(1)), Adc(adc_config(2)), Adc(adc_config(3))},
      spi{Spi(spi_config(1)), Spi(spi_config(2)), Spi(spi_config(3))},
      i2c{I2c(i2c_config(1)), I2c(i2c_config(2))},
      usart{Usart(usart_config(1)), Usart(usart_config(2)), Usart(usart_config(3)), Usart(usart_config(4)),
            Usart(usart_config(5))},
      timer{Timer(timer_config(1)), Timer(timer_config(2)), Timer(timer_config(3)), Timer(timer_config(4)),
            Timer(timer_config(5)), Timer(timer_config(6)), Timer(timer_config(7)), Timer(timer_config(8))} {}

std::span<const PeripheralSlot> peripheral_slots() { return slots; }

std::size_t find_slot(std::uint32_t address) {
    if (const std::uint32_t kilobyte = (address - indexed_base) >> 10; kilobyte < indexed_kilobytes)
        return slot_of_kilobyte[kilobyte];
    for (std::size_t i = slots.size() - slots_beyond_index; i < slots.size(); ++i)
        if (address - slots[i].base < slots[i].size) return i;
    return slots.size();
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

bool slot_clocked(const Peripherals& peripherals, const PeripheralSlot& slot) {
    if (slot.clock_bit == always) return true;
    return peripherals.rcc.enabled(slot.bus, slot.clock_bit) &&
           !peripherals.rcc.held_in_reset(slot.bus, slot.clock_bit);
}

bool hsi_running(const Peripherals& peripherals) { return peripherals.rcc.hsi_on(); }
bool swd_pins_enabled(const Peripherals& peripherals) { return peripherals.afio.swd_enabled(); }
bool jtag_pins_enabled(const Peripherals& peripherals) { return peripherals.afio.jtag_enabled(); }
bool routes_exti(const PeripheralSlot& slot) { return slot.device == one<&Peripherals::afio>; }
char exti_port_of(const Peripherals& peripherals, unsigned line) { return peripherals.afio.exti_port(line); }
bool external_memory_answers(const Peripherals& peripherals, std::uint32_t address) {
    return peripherals.rcc.enabled(Bus::ahb, FSMCEN) && peripherals.fsmc.answers(address);
}
std::uint32_t afio_mapr_of(const Peripherals& peripherals) { return peripherals.afio.mapr(); }

template <typename... Devices>
constexpr bool any_looks_at_pads =
    (!std::is_same_v<decltype(&Devices::pads_changed), void (Device::*)(Fabric&)> || ...);
static_assert(!any_looks_at_pads<Rcc, Afio, Gpio, Pwr, Rtc, Iwdg, Wwdg, Usb, PacketMemory, Sdio, Fsmc, Dbgmcu, Crc, Dac,
                                 Dma, Adc, I2c, Usart>,
              "pads_changed_of() does not call it");

// A program that moves a bus by hand comes here for every edge.
void pads_changed_of(Peripherals& peripherals, Fabric& fabric) {
    for (Timer& timer : peripherals.timer) timer.pads_changed(fabric);
    for (Spi& spi : peripherals.spi) spi.pads_changed(fabric);
    peripherals.can.pads_changed(fabric);
    peripherals.bkp.pads_changed(fabric);
    peripherals.exti.pads_changed(fabric);
}

void pulse_exti_of(Peripherals& peripherals, Fabric& fabric, unsigned line) { peripherals.exti.pulse(fabric, line); }
void drive_function_of(Peripherals& peripherals, Fabric& fabric, Pin pin, Level level) {
    peripherals.gpio.at(static_cast<std::size_t>(pin.port - 'A')).drive_function(fabric, pin.number, level);
}
bool backup_domain_writable(const Peripherals& peripherals) { return peripherals.pwr.backup_writable(); }
bool deep_sleep_is_standby(const Peripherals& peripherals) { return peripherals.pwr.deep_sleep_is_standby(); }
std::uint32_t dbgmcu_cr_of(const Peripherals& peripherals) { return peripherals.dbgmcu.cr(); }
void backup_domain_was_reset(Peripherals& peripherals, Fabric& fabric) {
    peripherals.bkp.backup_domain_was_reset(fabric);
    peripherals.rtc.backup_domain_was_reset(fabric);
}
bool runs_in_low_power(const PeripheralSlot& slot) {
    return slot.device == one<&Peripherals::iwdg> || slot.device == one<&Peripherals::rcc> ||
           slot.device == one<&Peripherals::rtc>;
}
ClockTree clocks_in_stop(const Peripherals& peripherals, BackupDomain backup) {
    return peripherals.rcc.tree_in_stop(backup);
}
ClockTree clocks_on_battery(const Peripherals& peripherals, BackupDomain backup) {
    return peripherals.rcc.tree_on_battery(backup);
}
void return_to_hsi(Peripherals& peripherals, Fabric& fabric) { peripherals.rcc.wake_from_stop(fabric); }
bool wakeup_pin_enabled(const Peripherals& peripherals) { return peripherals.pwr.wakeup_pin_enabled(); }
bool wakeup_flag(const Peripherals& peripherals) { return peripherals.pwr.wakeup_flag(); }
void note_wakeup_event(Peripherals& peripherals) { peripherals.pwr.wakeup_event(); }
void note_standby(Peripherals& peripherals) { peripherals.pwr.enter_standby(); }
void set_hardware_watchdog(Peripherals& peripherals, bool on) { peripherals.iwdg.set_hardware_start(on); }
void uart_receive(Peripherals& peripherals, Fabric& fabric, unsigned usart, std::span<const std::uint8_t> bytes) {
    peripherals.usart.at(usart - 1).receive(fabric, bytes);
}
std::optional<std::uint16_t> spi_clocked(Peripherals& peripherals, Fabric& fabric, unsigned spi, std::uint16_t mosi) {
    return peripherals.spi.at(spi - 1).clock_frame(fabric, mosi);
}
bool shared_irq_asserted(const Peripherals& peripherals, unsigned position) {
    constexpr unsigned adc1_2 = 18;  // RM0008 Table 63
    return position == adc1_2 && (peripherals.adc[0].asks() || peripherals.adc[1].asks());
}
Dma& dma_of(Peripherals& peripherals, DmaRequest request) {
    return peripherals.dma.at(dma_route(request).controller - 1);
}
const Dma& dma_of(const Peripherals& peripherals, DmaRequest request) {
    return peripherals.dma.at(dma_route(request).controller - 1);
}

}  // namespace jig::machine
