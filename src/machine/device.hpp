// SPDX-License-Identifier: Apache-2.0
// A peripheral as the bus sees it, and the fabric as a peripheral sees the rest of the chip. Devices are values: they
// hold no pointers, so that a whole chip is copied by copying its members.
#pragma once

#include <cstdint>

#include "machine/backup_domain.hpp"
#include "machine/core_bus.hpp"
#include "machine/dma_request.hpp"
#include "machine/pins.hpp"
#include "machine/reset_cause.hpp"
#include "machine/time.hpp"

namespace jig::machine {

// Frequencies as the RCC has set them up, in Hz; 0 where a clock stands still. RM0008 7.2.
struct ClockTree {
    std::uint32_t sysclk_hz = 8'000'000;
    std::uint32_t hclk_hz = 8'000'000;
    std::uint32_t pclk1_hz = 8'000'000;
    std::uint32_t pclk2_hz = 8'000'000;
    std::uint32_t timer1_hz = 8'000'000;  // timers on APB1: twice PCLK1 unless its prescaler is 1
    std::uint32_t timer2_hz = 8'000'000;  // timers on APB2
    std::uint32_t lsi_hz = 40'000;
    std::uint32_t lse_hz = 0;
    std::uint32_t rtc_hz = 0;          // RTCCLK, RCC_BDCR.RTCSEL
    std::uint32_t adc_hz = 4'000'000;  // PCLK2 behind RCC_CFGR.ADCPRE
    friend bool operator==(const ClockTree&, const ClockTree&) = default;
};

// The buses whose peripherals RCC gates and resets one by one: RCC_AHBENR, RCC_APB1ENR/RSTR, RCC_APB2ENR/RSTR.
enum class Bus : std::uint8_t { ahb, apb1, apb2 };

// An event that starts something elsewhere in the chip: a timer's trigger output, one of its compare outputs, or an
// EXTI line. The ADCs, the DAC and the other timers listen (RM0008 tables 65 to 69, 74 and 86).
class Trigger {
 public:
    [[nodiscard]] static constexpr Trigger trgo(unsigned timer) { return Trigger((timer - 1) * per_timer); }
    [[nodiscard]] static constexpr Trigger compare(unsigned timer, unsigned channel) {  // channel 1..4
        return Trigger((timer - 1) * per_timer + channel);
    }
    [[nodiscard]] static constexpr Trigger exti(unsigned line) { return Trigger(timers * per_timer + line); }  // 0..15
    [[nodiscard]] constexpr std::uint64_t mask() const { return std::uint64_t{1} << number_; }
    friend constexpr bool operator==(Trigger, Trigger) = default;

 private:
    static constexpr unsigned timers = 8;
    static constexpr unsigned per_timer = 5;
    explicit constexpr Trigger(unsigned number) : number_(number) {}
    unsigned number_;
};

class Device;
class Outside;

// What a device may see of the chip and do to it while one of its calls is under way.
class Fabric {
 public:
    [[nodiscard]] virtual Picoseconds now() const = 0;
    [[nodiscard]] virtual const ClockTree& clocks() const = 0;
    // By the RCC: frequencies, clock enable bits or both changed; every device's clocking_changed() follows.
    virtual void set_clocks(const ClockTree& clocks) = 0;
    // Level of an interrupt line, numbered as in RM0008's vector table (position).
    virtual void set_irq(unsigned position, bool asserted) = 0;
    // Calls device.tick() when time has come to `when`; a device has one such appointment, a later call replaces it.
    virtual void wake_at(const Device& device, Picoseconds when) = 0;
    // The chip resets when the access under way is over.
    virtual void request_reset(ResetCause cause) = 0;
    // What is on a pad: what the chip drives, else what the board drives, else the chip's pull resistor, else high.
    [[nodiscard]] virtual bool pad_is_high(Pin pin) const = 0;
    // The voltage on a pad: what the board applies, else VDDA or 0 as it is driven or pulled, else half of VDDA.
    [[nodiscard]] virtual unsigned pad_millivolts(Pin pin) const = 0;
    // What the chip drives onto a pad (floating: nothing), and the pull resistor it has switched in (floating: none).
    virtual void drive(Pin pin, Level level, Level pull) = 0;
    // What a peripheral puts on a pad's alternate function; it reaches the pad while the port's mode says so.
    virtual void drive_function(Pin pin, Level level) = 0;
    // Whether anybody would notice each edge of that function: a timer whose pads nobody watches need not wake for
    // them.
    [[nodiscard]] virtual bool function_watched(Pin pin) const = 0;
    // A byte has left a USART's shift register.
    virtual void uart_sent(unsigned usart, std::uint8_t byte) = 0;
    [[nodiscard]] virtual bool core_halted() const = 0;
    [[nodiscard]] virtual std::uint32_t dbgmcu_cr() const = 0;  // its stop bits count while the core is halted
    [[nodiscard]] virtual bool debug_powered() const = 0;       // a debugger holds CDBGPWRUPREQ
    // RCC's clock enable bit of the device: unclocked registers read 0 and ignore writes. False too while RCC holds
    // the device in reset.
    [[nodiscard]] virtual bool clocked(const Device& device) const = 0;
    // By the RCC: bits of RCC_APB1RSTR or RCC_APB2RSTR went to 1; the chip resets the devices behind them.
    virtual void reset_peripherals(Bus bus, std::uint32_t bits) = 0;
    // The backup domain: PWR_CR.DBP, what VBAT keeps, and RCC_BDCR.BDRST.
    [[nodiscard]] virtual bool backup_writable() const = 0;
    [[nodiscard]] virtual BackupDomain backup() = 0;
    virtual void reset_backup_domain() = 0;
    // AFIO_EXTICR: the port, 'A'..'G', whose pin `line` drives EXTI line 0..15.
    [[nodiscard]] virtual char exti_port(unsigned line) const = 0;
    // AFIO_MAPR: which pads the alternate functions are on; clocking_changed() follows a change.
    [[nodiscard]] virtual std::uint32_t afio_mapr() const = 0;
    // A pulse on an EXTI line whose source is inside the chip: 16 PVD, 17 RTC alarm, 18 USB wakeup.
    virtual void pulse_exti(unsigned line) = 0;
    // Something that may start another device has happened; every device's triggered() follows at once.
    virtual void trigger(Trigger source) = 0;
    // By a listener: the triggers it now waits for (or of Trigger::mask). Sources make an appointment for what is
    // wanted.
    virtual void want_triggers(const Device& device, std::uint64_t mask) = 0;
    [[nodiscard]] virtual bool trigger_wanted(Trigger source) const = 0;
    // A pulse on the core's RXEV: what wakes WFE (EXTI event mode, RM0008 10.2.3).
    virtual void send_event() = 0;
    // The register being read cannot change before `when` unless somebody writes: a polling core may skip to then.
    virtual void nothing_changes_until(Picoseconds when) = 0;
    // A DMA request line goes up or down; while it is up and its channel enabled, one transfer follows another.
    virtual void set_dma_request(DmaRequest request, bool asserted) = 0;
    // One transfer is requested, and remembered until its channel makes it.
    virtual void request_dma(DmaRequest request) = 0;
    // How many transfers the enabled channel behind `request` has before it; 0 while it is disabled.
    [[nodiscard]] virtual std::uint32_t dma_remaining(DmaRequest request) const = 0;
    // The bus matrix, for a master that is not the core.
    [[nodiscard]] virtual CoreBus& bus() = 0;
    // What is connected to the chip, or nothing.
    [[nodiscard]] virtual Outside* outside() = 0;
    // SWJ_CFG and the like are asked of their devices by the chip, not from here.

 protected:
    ~Fabric() = default;
};

// How far ahead a device promises that nothing changes which waits for nothing but a write; whatever comes from outside
// the chip comes between two stretches of its time, and whatever other devices do has its appointment.
inline constexpr Picoseconds quiet_ahead = std::chrono::seconds{1};

// One peripheral: a block of registers. Accesses arrive as RM0008 3.1 says: APB devices always see a whole word (the
// bridge repeats a byte or half-word on all lanes); `width` tells the few that care what the program asked for.
class Device {
 public:
    virtual ~Device() = default;
    virtual BusReply read(Fabric& fabric, std::uint32_t offset, Width width) = 0;
    virtual BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) = 0;
    // Reset values; the cause matters to RCC and BKP only.
    virtual void reset(Fabric& fabric, ResetCause cause) = 0;
    // The appointment made with wake_at has come.
    virtual void tick(Fabric& fabric);
    // Levels on a port's pads changed, or AFIO_EXTICR did (EXTI).
    virtual void pads_changed(Fabric& fabric);
    // Fabric::trigger was called by some device.
    virtual void triggered(Fabric& fabric, Trigger source);
    // The device's clock may have: its frequency, its enable bit, DBGMCU_CR's stop bits, or the core halted or went on.
    // Also: who waits for triggers, which pads are watched, or where AFIO_MAPR puts alternate functions.
    virtual void clocking_changed(Fabric& fabric);
};

inline void Device::tick(Fabric&) {}
inline void Device::pads_changed(Fabric&) {}
inline void Device::triggered(Fabric&, Trigger) {}
inline void Device::clocking_changed(Fabric&) {}

}  // namespace jig::machine
