// SPDX-License-Identifier: Apache-2.0
// How long one memory transfer of an ST-Link may be.
#pragma once

#include <cstdint>

#include "wire/stlink/command.hpp"
#include "wire/stlink/version.hpp"

namespace jig::wire::stlink {

// The probe's buffer: OpenOCD and pyOCD never send or ask more.
inline constexpr std::uint32_t most_bytes = 6144;

// TAR counts up inside such a block only. ADIv5 (IHI 0031) guarantees 1 KB; the Cortex-M3's AHB-AP counts 4 KB.
// Firmware that is said to step over the end by itself exists, but not from which version on.
inline constexpr std::uint32_t tar_block_any = 1024;
inline constexpr std::uint32_t tar_block_cortex_m3 = 4096;

// Bytes of the next transfer of `left` bytes from `address`: not over the probe's buffer, not over a TAR block.
[[nodiscard]] std::uint32_t transfer_bytes(const Version& version, Width width, std::uint32_t tar_block,
                                           std::uint32_t address, std::size_t left);

}  // namespace jig::wire::stlink
