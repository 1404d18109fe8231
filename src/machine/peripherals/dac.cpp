// SPDX-License-Identifier: Apache-2.0
// DAC registers and conversions, RM0008 sections 12.3 to 12.5. A transfer to DOR, one or three APB1 cycles later on
// silicon, is at once here.
#include "machine/peripherals/dac.hpp"

#include <algorithm>

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t CR = 0x00, SWTRIGR = 0x04, DHR12R1 = 0x08, DHR8R2 = 0x1C, DHR12RD = 0x20, DHR12LD = 0x24,
                        DHR8RD = 0x28, DOR1 = 0x2C, DOR2 = 0x30;
// Of one channel; channel 2 has them 16 bits higher.
constexpr std::uint32_t EN = bit(0), TEN = bit(2), DMAEN = bit(12);
constexpr std::uint32_t cr_bits = 0x1FFF1FFF;
constexpr std::uint32_t full_scale = 0xFFF;
constexpr unsigned software_trigger = 7;
constexpr std::uint32_t noise = 1;

// How a holding register carries twelve bits.
enum class Alignment : std::uint8_t { right12, left12, right8 };
constexpr std::uint32_t taken(Alignment alignment, std::uint32_t half_word) {
    switch (alignment) {
        case Alignment::right12: return half_word & full_scale;
        case Alignment::left12: return half_word >> 4 & full_scale;
        case Alignment::right8: return (half_word & 0xFF) << 4;
    }
    return 0;
}
constexpr std::uint32_t shown(Alignment alignment, std::uint32_t dhr) {
    switch (alignment) {
        case Alignment::right12: return dhr;
        case Alignment::left12: return dhr << 4;
        case Alignment::right8: return dhr >> 4;
    }
    return 0;
}

}  // namespace

std::uint32_t Dac::control(unsigned index) const { return cr_ >> (16 * index) & 0x1FFF; }

// Table 74, high density.
std::optional<Trigger> Dac::trigger_of(unsigned index) const {
    const std::uint32_t cr = control(index);
    const unsigned source = field(cr, 5, 3);
    if ((cr & (EN | TEN)) != (EN | TEN) || source == software_trigger) return std::nullopt;
    const Trigger triggers[] = {Trigger::trgo(6), Trigger::trgo(8), Trigger::trgo(7), Trigger::trgo(5),
                                Trigger::trgo(2), Trigger::trgo(4), Trigger::exti(9)};
    return triggers[source];
}

BusReply Dac::read(Fabric&, std::uint32_t offset, Width) { return {.value = value_of(word_offset(offset))}; }

std::uint32_t Dac::value_of(std::uint32_t reg) const {
    if (reg >= DHR12R1 && reg <= DHR8R2) {
        const unsigned place = (reg - DHR12R1) / 4;
        return shown(static_cast<Alignment>(place % 3), channels_[place / 3].dhr);
    }
    const auto both = [this](Alignment alignment, unsigned shift) {
        return shown(alignment, channels_[0].dhr) | shown(alignment, channels_[1].dhr) << shift;
    };
    switch (reg) {
        case CR: return cr_;
        case DHR12RD: return both(Alignment::right12, 16);
        case DHR12LD: return both(Alignment::left12, 16);
        case DHR8RD: return both(Alignment::right8, 8);
        case DOR1: return channels_[0].dor;
        case DOR2: return channels_[1].dor;
        default: return 0;  // SWTRIGR is 0 again at once
    }
}

BusReply Dac::write(Fabric& fabric, std::uint32_t offset, Width, std::uint32_t value) {
    const std::uint32_t reg = word_offset(offset);
    if (reg == CR) write_control(value & cr_bits);
    if (reg >= DHR12R1 && reg <= DHR8RD) write_holding(reg, value);
    if (reg == SWTRIGR)
        for (unsigned i = 0; i < channels_.size(); ++i)
            if ((value & bit(i)) != 0 && (control(i) & TEN) != 0 && field(control(i), 5, 3) == software_trigger)
                convert(i);
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < channels_.size(); ++i)
        if (const auto wanted = trigger_of(i)) mask |= wanted->mask();
    fabric.want_triggers(*this, mask);
    return {};
}

// 12.3.8 and 12.3.9: WAVE = 0 resets the generators.
void Dac::write_control(std::uint32_t value) {
    cr_ = value;
    for (unsigned i = 0; i < channels_.size(); ++i)
        if (field(control(i), 7, 6) == 0) channels_[i] = {.dhr = channels_[i].dhr, .dor = channels_[i].dor};
    load_untriggered();
}

void Dac::write_holding(std::uint32_t reg, std::uint32_t value) {
    if (reg <= DHR8R2) {
        const unsigned place = (reg - DHR12R1) / 4;
        channels_[place / 3].dhr = taken(static_cast<Alignment>(place % 3), value);
    } else {
        const unsigned place = (reg - DHR12RD) / 4;
        const auto alignment = static_cast<Alignment>(place);
        channels_[0].dhr = taken(alignment, value);
        channels_[1].dhr = taken(alignment, value >> (alignment == Alignment::right8 ? 8 : 16));
    }
    load_untriggered();
}

// 12.3.4: without TEN, DOR follows DHR.
void Dac::load_untriggered() {
    for (unsigned i = 0; i < channels_.size(); ++i)
        if ((control(i) & TEN) == 0) channels_[i].dor = channels_[i].dhr;
}

void Dac::convert(unsigned index) {
    Channel& channel = channels_[index];
    const std::uint32_t wave = field(control(index), 7, 6);
    const std::uint32_t amplitude = (std::uint32_t{2} << std::min(field(control(index), 11, 8), 11U)) - 1;
    std::uint32_t added = 0;
    if (wave == noise) {
        added = channel.lfsr & amplitude;
        // Figure 44: XOR of bits 6, 4, 1 and 0, and a one where the whole is zero.
        const std::uint32_t tap = (channel.lfsr >> 6 ^ channel.lfsr >> 4 ^ channel.lfsr >> 1 ^ channel.lfsr) & 1;
        channel.lfsr = channel.lfsr >> 1 | (channel.lfsr == 0 ? 1 : tap) << 11;
    } else if (wave != 0) {
        added = channel.triangle;
        if (channel.triangle >= amplitude) channel.falling = true;
        if (channel.triangle == 0) channel.falling = false;
        channel.triangle = channel.falling ? channel.triangle - 1 : channel.triangle + 1;
    }
    channel.dor = std::min(channel.dhr + added, full_scale);
}

// 12.3.7: the data that was held goes out, and DMA fetches the next.
void Dac::triggered(Fabric& fabric, Trigger source) {
    if (!fabric.clocked(*this)) return;
    for (unsigned i = 0; i < channels_.size(); ++i) {
        if (trigger_of(i) != source) continue;
        convert(i);
        if ((control(i) & DMAEN) != 0) fabric.request_dma(i == 0 ? DmaRequest::dac_channel1 : DmaRequest::dac_channel2);
    }
}

void Dac::reset(Fabric& fabric, ResetCause) {
    *this = Dac();
    fabric.want_triggers(*this, 0);
}

}  // namespace jig::machine
