// SPDX-License-Identifier: Apache-2.0
// Bits of the DP registers that are not single numbers. ARM IHI 0031, the DP register descriptions; the reset values
// and the registers that exist are DDI 0337 (Cortex-M3 r1p1), chapter "Debug Port".
#pragma once

#include <cstdint>

namespace jig::bench::ctrl_stat {

inline constexpr std::uint32_t ORUNDETECT = 1u << 0;
inline constexpr std::uint32_t STICKYORUN = 1u << 1;
inline constexpr unsigned TRNMODE_shift = 2;
inline constexpr std::uint32_t TRNMODE = 3u << TRNMODE_shift;
inline constexpr std::uint32_t STICKYCMP = 1u << 4;
inline constexpr std::uint32_t STICKYERR = 1u << 5;
inline constexpr std::uint32_t READOK = 1u << 6;
inline constexpr std::uint32_t WDATAERR = 1u << 7;
inline constexpr unsigned MASKLANE_shift = 8;
inline constexpr std::uint32_t MASKLANE = 0xFu << MASKLANE_shift;
inline constexpr unsigned TRNCNT_shift = 12;
inline constexpr std::uint32_t TRNCNT = 0xFFFu << TRNCNT_shift;
inline constexpr std::uint32_t CDBGRSTREQ = 1u << 26;
inline constexpr std::uint32_t CDBGPWRUPREQ = 1u << 28;
inline constexpr std::uint32_t CDBGPWRUPACK = 1u << 29;
inline constexpr std::uint32_t CSYSPWRUPREQ = 1u << 30;
inline constexpr std::uint32_t CSYSPWRUPACK = 1u << 31;

inline constexpr std::uint32_t sticky_flags = STICKYORUN | STICKYCMP | STICKYERR | WDATAERR;
// What a debugger writes and reads back.
inline constexpr std::uint32_t writable =
    ORUNDETECT | TRNMODE | MASKLANE | TRNCNT | CDBGRSTREQ | CDBGPWRUPREQ | CSYSPWRUPREQ;

enum class TransferMode : std::uint8_t { normal = 0, pushed_verify = 1, pushed_compare = 2, reserved = 3 };

}  // namespace jig::bench::ctrl_stat

namespace jig::bench::dp_abort {

inline constexpr std::uint32_t DAPABORT = 1u << 0;
inline constexpr std::uint32_t STKCMPCLR = 1u << 1;
inline constexpr std::uint32_t STKERRCLR = 1u << 2;
inline constexpr std::uint32_t WDERRCLR = 1u << 3;
inline constexpr std::uint32_t ORUNERRCLR = 1u << 4;

}  // namespace jig::bench::dp_abort
