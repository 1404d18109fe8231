// SPDX-License-Identifier: Apache-2.0
// Debug port accesses by register name, for the tests.
#pragma once

#include <cstdint>

#include "bench/debug_port/debug_port.hpp"

namespace jig::bench::testing {

inline constexpr DapRequest read_DPIDR{false, true, 0x0};
inline constexpr DapRequest write_ABORT{false, false, 0x0};
inline constexpr DapRequest read_CTRL_STAT{false, true, 0x4};
inline constexpr DapRequest write_CTRL_STAT{false, false, 0x4};
inline constexpr DapRequest read_RESEND{false, true, 0x8};
inline constexpr DapRequest write_SELECT{false, false, 0x8};
inline constexpr DapRequest read_RDBUFF{false, true, 0xC};
inline constexpr DapRequest read_CSW{true, true, 0x0};
inline constexpr DapRequest write_CSW{true, false, 0x0};
inline constexpr DapRequest read_TAR{true, true, 0x4};
inline constexpr DapRequest write_TAR{true, false, 0x4};
inline constexpr DapRequest read_DRW{true, true, 0xC};
inline constexpr DapRequest write_DRW{true, false, 0xC};

inline constexpr std::uint32_t csw_word = 0x23000002;
inline constexpr std::uint32_t csw_word_single = 0x23000012;
inline constexpr std::uint32_t power_up = 0x50000000;
inline constexpr std::uint32_t clear_all = 0x1E;

// The acknowledgement, and what follows it when that is OK.
inline SwdAck write(DebugPort& port, const DapRequest& request, std::uint32_t value) {
    const SwdAck ack = port.acknowledge(request);
    if (ack == SwdAck::ok) port.write(request, value);
    return ack;
}
inline SwdAck read(DebugPort& port, const DapRequest& request, std::uint32_t* value = nullptr) {
    const SwdAck ack = port.acknowledge(request);
    if (ack != SwdAck::ok) return ack;
    const std::uint32_t got = port.read(request);
    if (value != nullptr) *value = got;
    return ack;
}
inline std::uint32_t value_of(DebugPort& port, const DapRequest& request) {
    std::uint32_t value = 0xDEADDEAD;
    (void)read(port, request, &value);
    return value;
}
// DPIDR read, powered up, no overrun detection unless asked for.
inline void bring_up(DebugPort& port, std::uint32_t control = power_up) {
    (void)read(port, read_DPIDR);
    (void)write(port, write_CTRL_STAT, control);
}

}  // namespace jig::bench::testing
