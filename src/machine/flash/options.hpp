// SPDX-License-Identifier: Apache-2.0
// The option bytes as the option byte loader understands them at a reset (PM0075 2.5, 3.7, 3.8).
#pragma once

#include <cstdint>
#include <span>

namespace jig::machine {

inline constexpr std::uint32_t option_area_bytes = 16;
inline constexpr std::uint8_t rdprt_key = 0xA5;

struct LoadedOptions {
    bool opterr = false;  // some byte did not match its complement and was taken as 0xFF
    bool rdprt = true;    // read protection
    std::uint8_t user = 0xFF;
    std::uint8_t data0 = 0xFF;
    std::uint8_t data1 = 0xFF;
    std::uint32_t wrpr = 0xFFFFFFFF;

    [[nodiscard]] bool wdg_sw() const { return (user & 0x01) != 0; }      // 0: the hardware starts the IWDG
    [[nodiscard]] bool nrst_stop() const { return (user & 0x02) != 0; }   // 0: entering Stop resets
    [[nodiscard]] bool nrst_stdby() const { return (user & 0x04) != 0; }  // 0: entering Standby resets
    [[nodiscard]] bool bfb2() const { return (user & 0x08) != 0; }        // XL density; 0: boot from bank 2
    [[nodiscard]] std::uint32_t flash_obr() const;
};

// `bytes` are the 16 at 0x1FFFF800.
[[nodiscard]] LoadedOptions load_options(std::span<const std::uint8_t> bytes);

}  // namespace jig::machine
