// SPDX-License-Identifier: Apache-2.0
// The ADC's groups and conversions, RM0008 sections 11.3 to 11.6.
#include <algorithm>
#include <utility>

#include "machine/chip.hpp"
#include "machine/peripherals/adc.hpp"
#include "machine/peripherals/adc_bits.hpp"

namespace jig::machine {
namespace {

using namespace adc;

constexpr std::uint32_t full_scale = 4096;
constexpr unsigned temperature_channel = 16, vrefint_channel = 17;

// Table 65 and the pinout of DS5792; nothing: the channel is tied to VSS (11.12.2) or inside.
std::optional<Pin> pin_of(unsigned adc, unsigned channel) {
    const auto number = static_cast<std::uint8_t>(channel);
    if (channel < 4) return Pin{'A', number};
    if (channel >= 10 && channel < 14) return Pin{'C', static_cast<std::uint8_t>(number - 10)};
    if (adc == 3)
        return channel >= 4 && channel <= 8 ? std::optional(Pin{'F', static_cast<std::uint8_t>(number + 2)})
                                            : std::nullopt;
    if (channel < 8) return Pin{'A', number};
    if (channel < 10) return Pin{'B', static_cast<std::uint8_t>(number - 8)};
    if (channel < 16) return Pin{'C', static_cast<std::uint8_t>(number - 10)};
    return std::nullopt;
}

std::uint32_t raw_of(unsigned millivolts) {
    return std::min(millivolts * full_scale / vdda_millivolts, full_scale - 1);
}

}  // namespace

unsigned Adc::regular_length() const { return (cr1_ & SCAN) != 0 ? field(sqr_[0], 23, 20) + 1 : 1; }
unsigned Adc::injected_length() const { return (cr1_ & SCAN) != 0 ? field(jsqr_, 21, 20) + 1 : 1; }

unsigned Adc::regular_channel(unsigned rank) const {
    const unsigned low = rank % 6 * 5;
    return field(sqr_[2 - rank / 6], low + 4, low);
}

// 11.12.12: a sequence of n ends with JSQ4.
unsigned Adc::injected_channel(unsigned rank) const {
    const unsigned low = (4 - injected_length() + rank) * 5;
    return field(jsqr_, low + 4, low);
}

Picoseconds Adc::cycles(const Fabric& fabric, std::int64_t half_cycles) const {
    const std::uint32_t hz = std::max(fabric.clocks().adc_hz, 1U);
    return period_of(hz, fabric.clocks()) * half_cycles / 2;
}

// 11.6: the sampling time and 12.5 cycles.
Picoseconds Adc::conversion_time(const Fabric& fabric, unsigned channel) const {
    constexpr std::array half_cycles = {3, 15, 27, 57, 83, 111, 143, 479};
    const unsigned low = channel % 10 * 3;
    const unsigned smp = channel < channels ? field(smpr_[channel < 10 ? 1 : 0], low + 2, low) : 0;
    return cycles(fabric, half_cycles[smp] + 25);
}

std::uint32_t Adc::sample(const Fabric& fabric, unsigned channel) const {
    const bool inside = config_.number == 1 && (cr2_ & TSVREFE) != 0;
    if (inside && channel == temperature_channel) return raw_of(temperature_sensor_millivolts);
    if (inside && channel == vrefint_channel) return raw_of(vrefint_millivolts);
    const std::optional<Pin> pin = pin_of(config_.number, channel);
    return pin ? raw_of(fabric.pad_millivolts(*pin)) : 0;
}

void Adc::begin(const Fabric& fabric, bool injected, Picoseconds at) {
    const unsigned channel = injected ? injected_channel(injected_rank_) : regular_channel(rank_);
    converting_ = {.injected = injected, .until = at + conversion_time(fabric, channel)};
}

// A start while the group is converted begins it anew (11.3.3); one that comes during an injected group waits for it.
void Adc::start_regular(const Fabric& fabric, Picoseconds at) {
    cr2_ &= ~SWSTART;
    sr_ |= STRT;
    if ((cr1_ & DISCEN) != 0) {
        left_ = field(cr1_, 15, 13) + 1;
    } else {
        rank_ = 0;
    }
    if (converting_ && converting_->injected) {
        regular_waits_ = true;
        return;
    }
    begin(fabric, false, at);
}

// 11.3.9: the regular conversion under way is reset, and made again afterwards.
void Adc::start_injected(const Fabric& fabric, Picoseconds at) {
    cr2_ &= ~JSWSTART;
    sr_ |= JSTRT;
    if (converting_ && !converting_->injected) regular_waits_ = true;
    if ((cr1_ & JDISCEN) == 0 || injected_rank_ >= injected_length()) injected_rank_ = 0;
    begin(fabric, true, at);
}

void Adc::finish_conversion(Fabric& fabric) {
    const Conversion done = *std::exchange(converting_, std::nullopt);
    if (done.injected) {
        finish_injected(fabric, done.until);
    } else {
        finish_regular(fabric, done.until);
    }
}

void Adc::finish_regular(Fabric& fabric, Picoseconds at) {
    const unsigned channel = regular_channel(rank_);
    const std::uint32_t raw = sample(fabric, channel);
    guard(raw, channel, false);
    dr_ = (cr2_ & ALIGN) != 0 ? raw << 4 : raw;
    const bool last = ++rank_ >= regular_length();
    const bool discontinuous = (cr1_ & DISCEN) != 0;
    if (last || discontinuous) sr_ |= EOC;
    if (last) rank_ = 0;
    if (config_.dma && (cr2_ & DMA) != 0) fabric.request_dma(*config_.dma);
    if (last && (cr1_ & JAUTO) != 0) {
        regular_waits_ = (cr2_ & CONT) != 0;
        injected_rank_ = 0;
        return begin(fabric, true, at);
    }
    if (discontinuous && (last || left_ <= 1)) return;
    if (discontinuous) --left_;
    if (!last || (cr2_ & CONT) != 0) begin(fabric, false, at);
}

// 11.5: the offset is subtracted, and the result carries its sign.
void Adc::finish_injected(const Fabric& fabric, Picoseconds at) {
    const unsigned channel = injected_channel(injected_rank_);
    const std::uint32_t raw = sample(fabric, channel);
    guard(raw, channel, true);
    const std::uint32_t difference = raw - jofr_[injected_rank_];
    jdr_[injected_rank_] = ((cr2_ & ALIGN) != 0 ? difference << 3 : difference) & 0xFFFF;
    const bool last = ++injected_rank_ >= injected_length();
    if (!last && (cr1_ & JDISCEN) == 0) return begin(fabric, true, at);
    if (last) sr_ |= JEOC | EOC;
    if (last) injected_rank_ = 0;
    if (std::exchange(regular_waits_, false)) begin(fabric, false, at);
}

// 11.3.7 and Table 66.
void Adc::guard(std::uint32_t raw, unsigned channel, bool injected) {
    if ((cr1_ & (injected ? JAWDEN : AWDEN)) == 0) return;
    if ((cr1_ & AWDSGL) != 0 && channel != field(cr1_, 4, 0)) return;
    if (raw > htr_ || raw < ltr_) sr_ |= AWD;
}

// A converter that runs for ever while nothing waits for its interrupt or its data need not be watched.
bool Adc::repeats_unobserved() const {
    const bool data_fetched = config_.dma && (cr2_ & DMA) != 0;
    return converting_ && !converting_->injected && (cr2_ & CONT) != 0 && (cr1_ & (DISCEN | JAUTO)) == 0 &&
           (cr1_ & (EOCIE | AWDIE)) == 0 && !data_fetched;
}

// Whole rounds differ in nothing but the time.
void Adc::skip_rounds(const Fabric& fabric) {
    Picoseconds round{0};
    for (unsigned rank = 0; rank < regular_length(); ++rank) round += conversion_time(fabric, regular_channel(rank));
    const std::int64_t rounds = (fabric.now() - converting_->until) / round;
    if (rounds > 1) converting_->until += (rounds - 1) * round;
}

void Adc::settle(Fabric& fabric) {
    if (stopped_at_) return;
    if (calibrated_at_ && *calibrated_at_ <= fabric.now()) {
        calibrated_at_.reset();
        cr2_ &= ~CAL;
    }
    if (calibration_reset_at_ && *calibration_reset_at_ <= fabric.now()) {
        calibration_reset_at_.reset();
        cr2_ &= ~RSTCAL;
    }
    if (repeats_unobserved()) skip_rounds(fabric);
    while (converting_ && converting_->until <= fabric.now()) finish_conversion(fabric);
    plan(fabric);
    fabric.set_irq(config_.irq, asks());
}

void Adc::plan(Fabric& fabric) const {
    if (converting_ && !repeats_unobserved()) fabric.wake_at(*this, converting_->until);
}

}  // namespace jig::machine
