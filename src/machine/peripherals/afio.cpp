// SPDX-License-Identifier: Apache-2.0
// AFIO registers, RM0008 section 9.4.
#include "machine/peripherals/afio.hpp"

#include "machine/peripherals/registers.hpp"

namespace jig::machine {
namespace {

constexpr std::uint32_t EVCR = 0x00, MAPR = 0x04, EXTICR1 = 0x08, EXTICR4 = 0x14, MAPR2 = 0x1C;
constexpr std::uint32_t evcr_bits = 0xFF;         // EVOE, PORT, PIN
constexpr std::uint32_t mapr_bits = 0x001FFFFF;   // SPI1_REMAP .. ADC2_ETRGREG_REMAP
constexpr std::uint32_t mapr2_bits = 0x000007E0;  // TIM9_REMAP .. FSMC_NADV

// 9.4.2: 000, 001, 010 and 100 mean something, "other combinations: no effect".
constexpr bool swj_cfg_has_effect(std::uint32_t value) { return value <= 2 || value == 4; }

}  // namespace

// SWJ_CFG is write-only, "when read, the value is undefined" (9.4.2): here it reads 0.
BusReply Afio::read(Fabric&, std::uint32_t offset, Width) {
    const std::uint32_t reg = word_offset(offset);
    if (reg == EVCR) return {.value = evcr_};
    if (reg == MAPR) return {.value = mapr_};
    if (reg >= EXTICR1 && reg <= EXTICR4) return {.value = exticr_[(reg - EXTICR1) / 4]};
    if (reg == MAPR2) return {.value = mapr2_};
    return {};
}

BusReply Afio::write(Fabric&, std::uint32_t offset, Width, std::uint32_t value) {
    const std::uint32_t reg = word_offset(offset);
    if (reg == EVCR) evcr_ = value & evcr_bits;
    if (reg >= EXTICR1 && reg <= EXTICR4) exticr_[(reg - EXTICR1) / 4] = value & 0xFFFF;
    if (reg == MAPR2) mapr2_ = value & mapr2_bits;
    if (reg == MAPR) {
        mapr_ = value & mapr_bits;
        if (const std::uint32_t swj = field(value, 26, 24); swj_cfg_has_effect(swj)) swj_cfg_ = swj;
    }
    return {};
}

void Afio::reset(Fabric&, ResetCause) { *this = Afio(); }

char Afio::exti_port(unsigned line) const {
    const unsigned low = (line % 4) * 4;
    return static_cast<char>('A' + field(exticr_[line / 4], low + 3, low));
}

}  // namespace jig::machine
