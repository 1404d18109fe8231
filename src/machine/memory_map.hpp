// SPDX-License-Identifier: Apache-2.0
// Which peripheral lies where (RM0008 table 3), which interrupt-free facts the chip asks of them, and which addresses
// belong to peripherals that are not modelled. To add a device: a member of Peripherals, a row in memory_map.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "machine/chip.hpp"
#include "machine/device.hpp"
#include "machine/peripherals/adc.hpp"
#include "machine/peripherals/afio.hpp"
#include "machine/peripherals/bkp.hpp"
#include "machine/peripherals/can.hpp"
#include "machine/peripherals/crc.hpp"
#include "machine/peripherals/dac.hpp"
#include "machine/peripherals/dbgmcu.hpp"
#include "machine/peripherals/dma.hpp"
#include "machine/peripherals/exti.hpp"
#include "machine/peripherals/fsmc.hpp"
#include "machine/peripherals/gpio.hpp"
#include "machine/peripherals/i2c.hpp"
#include "machine/peripherals/iwdg.hpp"
#include "machine/peripherals/pwr.hpp"
#include "machine/peripherals/rcc.hpp"
#include "machine/peripherals/rtc.hpp"
#include "machine/peripherals/sdio.hpp"
#include "machine/peripherals/spi.hpp"
#include "machine/peripherals/timer.hpp"
#include "machine/peripherals/usart.hpp"
#include "machine/peripherals/usb.hpp"
#include "machine/peripherals/wwdg.hpp"

namespace jig::machine {

// Every modelled peripheral of one chip, by value.
struct Peripherals {
    explicit Peripherals(const ChipConfig& config);

    Rcc rcc;
    Afio afio;
    std::array<Gpio, 7> gpio;
    Pwr pwr;
    Bkp bkp;
    Rtc rtc;
    Iwdg iwdg;
    Wwdg wwdg;
    Can can;
    Usb usb;
    PacketMemory packet_memory;
    Sdio sdio;
    Fsmc fsmc;
    Dbgmcu dbgmcu;
    Exti exti;
    Crc crc;
    Dac dac;
    std::array<Dma, 2> dma;      // DMA1 first
    std::array<Adc, 3> adc;      // ADC1 first
    std::array<Spi, 3> spi;      // SPI1 first
    std::array<I2c, 2> i2c;      // I2C1 first
    std::array<Usart, 5> usart;  // USART1 first
    std::array<Timer, 8> timer;  // TIM1 first
};

// A row of the map: a block of registers, the device behind it, and its bit in RCC's enable and reset registers.
struct PeripheralSlot {
    static constexpr unsigned always_clocked = 32;

    std::uint32_t base;
    std::uint32_t size;
    Bus bus;             // ahb: the device sees byte lanes; apb: whole words, a narrow write repeated on all lanes
    unsigned clock_bit;  // in RCC_AHBENR, RCC_APB1ENR or RCC_APB2ENR; always_clocked: not gated
    Device& (*device)(Peripherals&);
};

[[nodiscard]] std::span<const PeripheralSlot> peripheral_slots();
// The slot that `address` falls into, or peripheral_slots().size().
[[nodiscard]] std::size_t find_slot(std::uint32_t address);
// A peripheral of the F103 that the model does not have.
[[nodiscard]] bool is_unmodelled(std::uint32_t address);

// What the chip asks of single devices.
[[nodiscard]] bool slot_clocked(const Peripherals& peripherals, const PeripheralSlot& slot);
[[nodiscard]] bool hsi_running(const Peripherals& peripherals);
[[nodiscard]] bool swd_pins_enabled(const Peripherals& peripherals);
[[nodiscard]] bool jtag_pins_enabled(const Peripherals& peripherals);
// Its registers choose which pads EXTI looks at.
[[nodiscard]] bool routes_exti(const PeripheralSlot& slot);
[[nodiscard]] char exti_port_of(const Peripherals& peripherals, unsigned line);
// Whether the FSMC has a clock and the bank at `address` is enabled.
[[nodiscard]] bool external_memory_answers(const Peripherals& peripherals, std::uint32_t address);
[[nodiscard]] std::uint32_t afio_mapr_of(const Peripherals& peripherals);
// Tells the devices that look at pads; the other classes may not override Device::pads_changed().
void pads_changed_of(Peripherals& peripherals, Fabric& fabric);
void pulse_exti_of(Peripherals& peripherals, Fabric& fabric, unsigned line);
void drive_function_of(Peripherals& peripherals, Fabric& fabric, Pin pin, Level level);
[[nodiscard]] bool backup_domain_writable(const Peripherals& peripherals);
[[nodiscard]] bool deep_sleep_is_standby(const Peripherals& peripherals);
[[nodiscard]] std::uint32_t dbgmcu_cr_of(const Peripherals& peripherals);
// The watchdog, the RTC and the oscillators behind RCC go on in Stop and Standby.
[[nodiscard]] bool runs_in_low_power(const PeripheralSlot& slot);
void return_to_hsi(Peripherals& peripherals, Fabric& fabric);
[[nodiscard]] ClockTree clocks_in_stop(const Peripherals& peripherals, BackupDomain backup);
[[nodiscard]] ClockTree clocks_on_battery(const Peripherals& peripherals, BackupDomain backup);
[[nodiscard]] bool wakeup_pin_enabled(const Peripherals& peripherals);
[[nodiscard]] bool wakeup_flag(const Peripherals& peripherals);
void note_wakeup_event(Peripherals& peripherals);
void note_standby(Peripherals& peripherals);
void backup_domain_was_reset(Peripherals& peripherals, Fabric& fabric);
void set_hardware_watchdog(Peripherals& peripherals, bool on);
void uart_receive(Peripherals& peripherals, Fabric& fabric, unsigned usart, std::span<const std::uint8_t> bytes);
std::optional<std::uint16_t> spi_clocked(Peripherals& peripherals, Fabric& fabric, unsigned spi, std::uint16_t mosi);
// Whether another device asks on a line that several share.
[[nodiscard]] bool shared_irq_asserted(const Peripherals& peripherals, unsigned position);
// The controller that a request leads to.
[[nodiscard]] Dma& dma_of(Peripherals& peripherals, DmaRequest request);
[[nodiscard]] const Dma& dma_of(const Peripherals& peripherals, DmaRequest request);

}  // namespace jig::machine
