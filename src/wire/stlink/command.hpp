// SPDX-License-Identifier: Apache-2.0
// What a host asks of an ST-Link: every request is one block of 16 bytes, zero padded, sent before any data. Written
// after what OpenOCD, pyOCD and stlink-org send; ST does not publish the protocol.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace jig::wire::stlink {

inline constexpr std::size_t command_bytes = 16;
using Command = std::array<std::uint8_t, command_bytes>;

// What the probe is doing, as get_mode() answers it.
enum class Mode : std::uint8_t { dfu = 0, mass_storage = 1, debug = 2, swim = 3, bootloader = 4 };

enum class Width : std::uint8_t { byte = 1, half = 2, word = 4 };

enum class Nrst : std::uint8_t { low = 0, high = 1 };

// The port number that means the DP itself instead of one of its APs.
inline constexpr std::uint16_t debug_port = 0xFFFF;

// Answers: 6 bytes, answers.hpp parse_version().
[[nodiscard]] Command get_version();
// Answer: 12 bytes; only for a probe whose get_version() says V3 or later without any further number.
[[nodiscard]] Command get_version_extended();
// Answer: 2 bytes, the first is a Mode.
[[nodiscard]] Command get_mode();
// Answer: 8 bytes, answers.hpp parse_voltage().
[[nodiscard]] Command get_target_voltage();
// No answer. Nothing for the modes that need no leaving.
[[nodiscard]] std::optional<Command> leave(Mode mode);

// Answers of the following: 2 bytes that begin with a status, if nothing else is said.
[[nodiscard]] Command enter_swd();
// Answer: status, then DPIDR at 4: 12 bytes.
[[nodiscard]] Command read_idcodes();
[[nodiscard]] Command drive_nrst(Nrst level);
// speed.hpp has the divisors.
[[nodiscard]] Command set_swd_divisor(std::uint16_t divisor);
// Answer: 52 bytes, answers.hpp parse_frequencies().
[[nodiscard]] Command get_swd_frequencies();
// Answer: 8 bytes, status and the kHz that were set at 4.
[[nodiscard]] Command set_swd_frequency(std::uint32_t khz);
[[nodiscard]] Command open_ap(std::uint8_t ap);
// Answer: status, then the value at 4: 8 bytes.
[[nodiscard]] Command read_dap_register(std::uint16_t port, std::uint16_t address);
[[nodiscard]] Command write_dap_register(std::uint16_t port, std::uint16_t address, std::uint32_t value);
// Answer: status, then the value at 4: 8 bytes.
[[nodiscard]] Command read_debug_register(std::uint32_t address);
[[nodiscard]] Command write_debug_register(std::uint32_t address, std::uint32_t value);

// Data follows, IN or OUT; no status comes with it: it must be asked for. One byte read arrives as two.
[[nodiscard]] Command read_memory(Width width, std::uint32_t address, std::uint16_t length);
[[nodiscard]] Command write_memory(Width width, std::uint32_t address, std::uint16_t length);
// How the last memory transfer went. Answer: 12 bytes with the faulting address at 4, or 2 bytes from old firmware.
[[nodiscard]] Command get_last_status();
[[nodiscard]] Command get_last_status_short();

}  // namespace jig::wire::stlink
