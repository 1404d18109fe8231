// SPDX-License-Identifier: Apache-2.0
// What a command says of itself. CMSIS-DAP 2.1.2, "Response Status".
#pragma once

#include <cstdint>

namespace jig::bench::dap_status {

inline constexpr std::uint8_t ok = 0x00;
inline constexpr std::uint8_t error = 0xFF;

}  // namespace jig::bench::dap_status
