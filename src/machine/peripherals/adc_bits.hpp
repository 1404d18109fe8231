// SPDX-License-Identifier: Apache-2.0
// The bits of the ADC registers, RM0008 section 11.12.
#pragma once

#include "machine/peripherals/registers.hpp"

namespace jig::machine::adc {

inline constexpr std::uint32_t AWD = bit(0), EOC = bit(1), JEOC = bit(2), JSTRT = bit(3), STRT = bit(4);
inline constexpr std::uint32_t EOCIE = bit(5), AWDIE = bit(6), JEOCIE = bit(7), SCAN = bit(8), AWDSGL = bit(9),
                               JAUTO = bit(10), DISCEN = bit(11), JDISCEN = bit(12), JAWDEN = bit(22), AWDEN = bit(23);
inline constexpr std::uint32_t ADON = bit(0), CONT = bit(1), CAL = bit(2), RSTCAL = bit(3), DMA = bit(8),
                               ALIGN = bit(11), JEXTTRIG = bit(15), EXTTRIG = bit(20), JSWSTART = bit(21),
                               SWSTART = bit(22), TSVREFE = bit(23);
inline constexpr unsigned software_start = 7;  // of EXTSEL and JEXTSEL

}  // namespace jig::machine::adc
