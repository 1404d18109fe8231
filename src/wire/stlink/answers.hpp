// SPDX-License-Identifier: Apache-2.0
// What an ST-Link answers, from bytes to meaning. Answers come from outside: every parser takes any bytes and says
// what is wrong with them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wire/stlink/command.hpp"
#include "wire/stlink/status.hpp"

namespace jig::wire::stlink {

// The status that most answers begin with. Errors: link (too short).
[[nodiscard]] Result<Status> parse_status(ByteView answer);

// The word behind the status (DPIDR, a register, the kHz set). Errors: link (too short).
[[nodiscard]] Result<std::uint32_t> parse_word(ByteView answer);

// Errors: link (too short, or a mode that no ST-Link has).
[[nodiscard]] Result<Mode> parse_mode(ByteView answer);

// Volts at the sense pin; nothing when the probe cannot measure (a clone that answers a reference of 0).
// Errors: link (too short).
[[nodiscard]] Result<std::optional<double>> parse_voltage(ByteView answer);

// The SWD clocks in kHz that a V3 can make. Errors: link (too short).
inline constexpr std::size_t frequencies_bytes = 52;
[[nodiscard]] Result<std::vector<std::uint32_t>> parse_frequencies(ByteView answer);

// How the last memory transfer went, and at which address it stopped, when the firmware tells.
struct LastStatus {
    Status status;
    std::optional<std::uint32_t> address;
};
// Errors: link (too short).
[[nodiscard]] Result<LastStatus> parse_last_status(ByteView answer);

}  // namespace jig::wire::stlink
