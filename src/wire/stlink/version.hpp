// SPDX-License-Identifier: Apache-2.0
// Which ST-Link this is and what its firmware can do: the limits by version in one table.
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace jig::wire::stlink {

// The numbers of a firmware name such as V2J37S7: hardware V, debug J, STM8 S, mass storage M, bridge B.
struct Version {
    unsigned hardware = 0;
    unsigned debug = 0;
    unsigned swim = 0;
    unsigned mass_storage = 0;
    unsigned bridge = 0;
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;

    // get_version() did not tell all: get_version_extended() must be asked.
    [[nodiscard]] bool needs_extended() const { return hardware >= 3 && debug == 0 && swim == 0 && mass_storage == 0; }
    friend bool operator==(const Version&, const Version&) = default;
};

// "V2J37S7", "V2J28M18", "V3J9M3B4S1": with the letters that apply, as ST's tools print it.
[[nodiscard]] std::string to_string(const Version& version);

// The answer of get_version(). Errors: link (too short).
[[nodiscard]] Result<Version> parse_version(ByteView answer);
// The answer of get_version_extended(). Errors: link (too short).
[[nodiscard]] Result<Version> parse_version_extended(ByteView answer);

enum class Feature : std::uint8_t {
    target_voltage,  // get_target_voltage()
    long_status,     // get_last_status(), with the faulting address
    swd_divisor,     // set_swd_divisor()
    frequency_list,  // get_swd_frequencies(), set_swd_frequency()
    dap_registers,   // read_dap_register(), write_dap_register()
    half_words,      // 16-bit memory access
    open_ap,         // an AP must be opened before it is used
    long_bytes,      // 512 bytes in an 8-bit access instead of 64
};

[[nodiscard]] bool has(const Version& version, Feature feature);
// The oldest firmware of this probe's hardware that has the feature: "V2J26".
// Only for a feature that this hardware can have.
[[nodiscard]] std::string oldest_with(const Version& version, Feature feature);

}  // namespace jig::wire::stlink
