// SPDX-License-Identifier: Apache-2.0
// The bits of the I2C registers, RM0008 section 26.6.
#pragma once

#include "machine/peripherals/registers.hpp"

namespace jig::machine::i2c {

inline constexpr std::uint32_t PE = bit(0), START = bit(8), STOP = bit(9), ACK = bit(10), POS = bit(11),
                               SWRST = bit(15);
inline constexpr std::uint32_t ITERREN = bit(8), ITEVTEN = bit(9), ITBUFEN = bit(10), DMAEN = bit(11), LAST = bit(12);
inline constexpr std::uint32_t SB = bit(0), ADDR = bit(1), BTF = bit(2), ADD10 = bit(3), STOPF = bit(4), RxNE = bit(6),
                               TxE = bit(7), AF = bit(10);
inline constexpr std::uint32_t error_flags = 0xDF00;  // SMBALERT, TIMEOUT, PECERR, OVR, AF, ARLO, BERR
inline constexpr std::uint32_t MSL = bit(0), BUSY = bit(1), TRA = bit(2);
inline constexpr std::uint32_t DUTY = bit(14), FS = bit(15);

}  // namespace jig::machine::i2c
