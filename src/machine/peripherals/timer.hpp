// SPDX-License-Identifier: Apache-2.0
// TIM1 to TIM8, RM0008 sections 14, 15 and 17: counting, compare flags and interrupts. Pads, capture, DMA and the
// slave modes are not modelled; their register bits are kept.
#pragma once

#include <cstdint>

#include "machine/device.hpp"
#include "machine/peripherals/timer_counter.hpp"

namespace jig::machine {

enum class TimerKind : std::uint8_t { basic, general, advanced };

// Which timer this is: vector table positions of RM0008 Table 63, stop bits of 31.16.3.
struct TimerConfig {
    TimerKind kind = TimerKind::general;
    Bus bus = Bus::apb1;
    unsigned update_irq = 28;
    unsigned capture_compare_irq = 28;
    unsigned trigger_irq = 28;
    unsigned dbgmcu_stop_bit = 11;
};
[[nodiscard]] constexpr TimerConfig timer_config(unsigned number) {
    using enum TimerKind;
    constexpr TimerConfig timers[] = {
        {advanced, Bus::apb2, 25, 27, 26, 10}, {general, Bus::apb1, 28, 28, 28, 11},
        {general, Bus::apb1, 29, 29, 29, 12},  {general, Bus::apb1, 30, 30, 30, 13},
        {general, Bus::apb1, 50, 50, 50, 18},  {basic, Bus::apb1, 54, 54, 54, 19},
        {basic, Bus::apb1, 55, 55, 55, 20},    {advanced, Bus::apb2, 44, 46, 45, 17},
    };
    return timers[number - 1];
}

class Timer final : public Device {
 public:
    explicit Timer(const TimerConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void clocking_changed(Fabric& fabric) override { settle(fabric); }

 private:
    [[nodiscard]] bool has(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t value_of(std::uint32_t offset) const;
    void write_control(std::uint32_t value);
    void write_ccmr(unsigned index, std::uint32_t value);
    void generate(Fabric& fabric, std::uint32_t events);
    void take(const TimerEvents& events);
    void settle(Fabric& fabric);
    [[nodiscard]] bool counts_internal_clock() const;
    void apply_clock(Fabric& fabric);
    void plan(Fabric& fabric) const;
    void promise(Fabric& fabric, std::uint32_t offset) const;
    void update_irqs(Fabric& fabric) const;
    [[nodiscard]] std::uint32_t output_channels() const;

    TimerConfig config_;
    TimerCounter counter_;
    std::uint32_t cr1_ = 0;
    std::uint32_t cr2_ = 0;
    std::uint32_t smcr_ = 0;
    std::uint32_t dier_ = 0;
    std::uint32_t sr_ = 0;
    std::array<std::uint32_t, 2> ccmr_{};
    std::uint32_t ccer_ = 0;
    std::uint32_t bdtr_ = 0;
    std::uint32_t dcr_ = 0;
};

}  // namespace jig::machine
