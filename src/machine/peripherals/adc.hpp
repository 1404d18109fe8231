// SPDX-License-Identifier: Apache-2.0
// An analog-to-digital converter, RM0008 section 11: calibration, regular and injected groups in single, continuous,
// scan and discontinuous mode, external triggers, the analog watchdog, interrupts and DMA, each conversion in its time.
// Dual modes keep their bits; each ADC converts for itself.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "machine/device.hpp"

namespace jig::machine {

// DS5792 tables 64 and 13, typical: the temperature sensor at 25 C, and the internal reference.
inline constexpr unsigned temperature_sensor_millivolts = 1430;
inline constexpr unsigned vrefint_millivolts = 1200;
// DS5792 Table 59: cycles of ADCCLK. How long RSTCAL takes is printed nowhere; four cycles are our choice.
inline constexpr int calibration_cycles = 83;
inline constexpr int calibration_reset_cycles = 4;

struct AdcConfig {
    unsigned number = 1;
    unsigned irq = 18;              // ADC1 and ADC2 share it, RM0008 Table 63
    std::optional<DmaRequest> dma;  // 11.8: not ADC2
};
[[nodiscard]] constexpr AdcConfig adc_config(unsigned number) {
    if (number == 1) return {1, 18, DmaRequest::adc1};
    if (number == 2) return {2, 18, std::nullopt};
    return {3, 47, DmaRequest::adc3};
}

class Adc final : public Device {
 public:
    explicit Adc(const AdcConfig& config) : config_(config) {}

    BusReply read(Fabric& fabric, std::uint32_t offset, Width width) override;
    BusReply write(Fabric& fabric, std::uint32_t offset, Width width, std::uint32_t value) override;
    void reset(Fabric& fabric, ResetCause cause) override;
    void tick(Fabric& fabric) override { settle(fabric); }
    void triggered(Fabric& fabric, Trigger source) override;
    void clocking_changed(Fabric& fabric) override;

    // Whether it asks for its interrupt: two of them share a line.
    [[nodiscard]] bool asks() const;

 private:
    static constexpr unsigned channels = 18;

    struct Conversion {
        bool injected = false;
        Picoseconds until{0};
    };

    [[nodiscard]] std::uint32_t value_of(std::uint32_t reg) const;
    void write_control2(Fabric& fabric, std::uint32_t value);
    void calibrate(const Fabric& fabric, std::uint32_t value);
    [[nodiscard]] std::optional<Trigger> regular_trigger(const Fabric& fabric) const;
    [[nodiscard]] std::optional<Trigger> injected_trigger(const Fabric& fabric) const;
    void listen(Fabric& fabric) const;

    // Conversions.
    [[nodiscard]] unsigned regular_length() const;
    [[nodiscard]] unsigned injected_length() const;
    [[nodiscard]] unsigned regular_channel(unsigned rank) const;
    [[nodiscard]] unsigned injected_channel(unsigned rank) const;
    [[nodiscard]] Picoseconds cycles(const Fabric& fabric, std::int64_t half_cycles) const;
    [[nodiscard]] Picoseconds conversion_time(const Fabric& fabric, unsigned channel) const;
    [[nodiscard]] std::uint32_t sample(const Fabric& fabric, unsigned channel) const;
    void start_regular(const Fabric& fabric, Picoseconds at);
    void start_injected(const Fabric& fabric, Picoseconds at);
    void begin(const Fabric& fabric, bool injected, Picoseconds at);
    void finish_conversion(Fabric& fabric);
    void finish_regular(Fabric& fabric, Picoseconds at);
    void finish_injected(const Fabric& fabric, Picoseconds at);
    void guard(std::uint32_t raw, unsigned channel, bool injected);
    [[nodiscard]] bool repeats_unobserved() const;
    void skip_rounds(const Fabric& fabric);
    void settle(Fabric& fabric);
    void plan(Fabric& fabric) const;

    AdcConfig config_;
    std::uint32_t sr_ = 0;
    std::uint32_t cr1_ = 0;
    std::uint32_t cr2_ = 0;
    std::array<std::uint32_t, 2> smpr_{};
    std::array<std::uint32_t, 4> jofr_{};
    std::uint32_t htr_ = 0xFFF;
    std::uint32_t ltr_ = 0;
    std::array<std::uint32_t, 3> sqr_{};
    std::uint32_t jsqr_ = 0;
    std::array<std::uint32_t, 4> jdr_{};
    std::uint32_t dr_ = 0;
    unsigned rank_ = 0;  // of the regular conversion under way or next
    unsigned left_ = 0;  // regular conversions before discontinuous mode pauses
    unsigned injected_rank_ = 0;
    bool regular_waits_ = false;  // an injected group has broken into the regular one
    std::optional<Conversion> converting_;
    std::optional<Picoseconds> calibrated_at_;         // CAL ends
    std::optional<Picoseconds> calibration_reset_at_;  // RSTCAL ends
    std::optional<Picoseconds> stopped_at_;            // its clock stands still since then
};

}  // namespace jig::machine
