// SPDX-License-Identifier: Apache-2.0
// TIM1 to TIM8, RM0008 sections 14, 15 and 17: counting, compare and capture on pads, PWM, slave and encoder modes,
// trigger outputs, interrupts. Dead times, OCxREF clear and the input filters are not modelled; their bits are kept.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"
#include "machine/peripherals/timer_counter.hpp"
#include "machine/peripherals/timer_output.hpp"
#include "machine/peripherals/timer_pins.hpp"

namespace jig::machine {

enum class TimerKind : std::uint8_t { basic, general, advanced };

// Which timer this is: vector table positions of RM0008 Table 63, stop bits of 31.16.3.
struct TimerConfig {
    unsigned number = 2;
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
        {1, advanced, Bus::apb2, 25, 27, 26, 10}, {2, general, Bus::apb1, 28, 28, 28, 11},
        {3, general, Bus::apb1, 29, 29, 29, 12},  {4, general, Bus::apb1, 30, 30, 30, 13},
        {5, general, Bus::apb1, 50, 50, 50, 18},  {6, basic, Bus::apb1, 54, 54, 54, 19},
        {7, basic, Bus::apb1, 55, 55, 55, 20},    {8, advanced, Bus::apb2, 44, 46, 45, 17},
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
    void clocking_changed(Fabric& fabric) override;
    void pads_changed(Fabric& fabric) override;
    void triggered(Fabric& fabric, Trigger source) override;

 private:
    static constexpr unsigned channels = 4;
    static constexpr unsigned outputs = 7;  // OC1..OC4, OC1N..OC3N
    // Levels on the timer's pads.
    struct Inputs {
        std::array<bool, channels> ti{};
        bool etr = false;
        bool break_in = false;
    };
    struct Output {
        Pin pin;
        Level level = Level::floating;
        friend bool operator==(const Output&, const Output&) = default;
    };

    // timer.cpp: registers, time and interrupts
    [[nodiscard]] bool has(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t value_of(std::uint32_t offset) const;
    [[nodiscard]] bool waits_for_update(std::uint32_t reg) const;
    void write_register(Fabric& fabric, std::uint32_t reg, std::uint32_t value);
    void write_control(Fabric& fabric, std::uint32_t value);
    void write_ccmr(unsigned index, std::uint32_t value);
    void generate(Fabric& fabric, std::uint32_t events);
    void restart(Fabric& fabric);
    void take(Fabric& fabric, const TimerEvents& events);
    void catch_up(Fabric& fabric);
    void settle(Fabric& fabric);
    void arrange(Fabric& fabric);
    [[nodiscard]] bool counts_internal_clock() const;
    void apply_clock(Fabric& fabric);
    void plan(Fabric& fabric) const;
    void promise(Fabric& fabric, std::uint32_t offset) const;
    void update_irqs(Fabric& fabric) const;
    [[nodiscard]] std::uint32_t channel_mode(unsigned channel) const;  // CCxS
    [[nodiscard]] std::uint32_t output_channels() const;

    // timer_dma.cpp: requests and bursts
    void request_dma(Fabric& fabric, std::uint32_t flags);
    [[nodiscard]] std::uint32_t flags_for_dma() const;
    [[nodiscard]] std::uint32_t burst_register() const;
    void burst_goes_on(Fabric& fabric);

    // timer_outputs.cpp: references, pads and trigger outputs
    void update_references(Fabric& fabric, const TimerEvents& events);
    void trigger_output(Fabric& fabric, std::uint32_t master_mode) const;
    [[nodiscard]] OutputPair levels_of(unsigned channel) const;
    void drive_outputs(Fabric& fabric);
    void drive(Fabric& fabric, unsigned output, const Output& wanted);
    [[nodiscard]] bool wakes_for_update(const Fabric& fabric) const;
    [[nodiscard]] bool wakes_for_channel(const Fabric& fabric, unsigned channel) const;

    // timer_inputs.cpp: capture, slave modes, encoder, break
    [[nodiscard]] bool senses_pads() const;
    [[nodiscard]] Inputs sample(const Fabric& fabric) const;
    void input_edge(Fabric& fabric, unsigned input, bool rising);
    void capture(Fabric& fabric, unsigned channel, bool rising);
    void store_capture(Fabric& fabric, unsigned channel);
    void encoder_edge(Fabric& fabric, unsigned input, bool rising);
    void etr_edge(Fabric& fabric, bool rising);
    void trigger_input(Fabric& fabric);
    void watch_break();
    void listen(Fabric& fabric);
    [[nodiscard]] bool gate_open() const;
    [[nodiscard]] bool active(unsigned input) const;  // TI1FP1, TI2FP2
    [[nodiscard]] std::optional<unsigned> internal_source() const;

    TimerConfig config_;
    TimerCounter counter_;
    std::uint32_t cr1_ = 0;  // without DIR, which the counter keeps
    std::uint32_t cr2_ = 0;
    std::uint32_t smcr_ = 0;
    std::uint32_t dier_ = 0;
    std::uint32_t sr_ = 0;
    std::array<std::uint32_t, 2> ccmr_{};
    std::uint32_t ccer_ = 0;
    std::uint32_t bdtr_ = 0;
    std::uint32_t dcr_ = 0;
    std::uint32_t references_ = 0;  // OCxREF, bit per channel
    std::array<Output, outputs> shown_{};
    Inputs inputs_;
    std::array<unsigned, channels> edges_{};  // counted by ICxPSC
    unsigned etr_edges_ = 0;                  // counted by ETPS
    std::uint64_t wanted_ = 0;
    std::optional<DmaRequest> burst_request_;  // whose transfers go through DMAR
    std::uint32_t burst_at_ = 0;               // how many of them have
};

}  // namespace jig::machine
