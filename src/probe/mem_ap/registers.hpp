// SPDX-License-Identifier: Apache-2.0
// Registers of the SW-DP and of a MEM-AP: IHI 0031A chapters 6 and 11.
#pragma once

#include <cstdint>

namespace jig::probe::mem_ap {

// DP.
inline constexpr std::uint8_t DPIDR = 0x0;
inline constexpr std::uint8_t CTRL_STAT = 0x4;
inline constexpr std::uint8_t SELECT = 0x8;

inline constexpr std::uint32_t STICKYERR = 1U << 5;
inline constexpr std::uint32_t CDBGPWRUPREQ = 1U << 28;
inline constexpr std::uint32_t CDBGPWRUPACK = 1U << 29;
inline constexpr std::uint32_t CSYSPWRUPREQ = 1U << 30;
inline constexpr std::uint32_t CSYSPWRUPACK = 1U << 31;

// ABORT: STKCMPCLR, STKERRCLR, WDERRCLR, ORUNERRCLR; and the end of an access that the bus holds.
inline constexpr std::uint32_t clear_sticky = 0x1E;
inline constexpr std::uint32_t DAPABORT = 1U << 0;

// MEM-AP.
inline constexpr std::uint8_t CSW = 0x0;
inline constexpr std::uint8_t TAR = 0x4;
inline constexpr std::uint8_t DRW = 0xC;

// CSW: a debugger's privileged data access, TAR goes on by the size.
inline constexpr std::uint32_t csw_debugger = 0x23000010;

enum class Width : std::uint8_t { byte = 1, half = 2, word = 4 };
[[nodiscard]] constexpr std::uint32_t csw(Width width) {
    return csw_debugger | (width == Width::word ? 2U : width == Width::half ? 1U : 0U);
}

// TAR is sure to increment in its ten low bits only.
inline constexpr std::uint32_t tar_block = 1024;

}  // namespace jig::probe::mem_ap
