// SPDX-License-Identifier: Apache-2.0
// The status byte that an ST-Link answers, in words, and what a host can do about it.
#pragma once

#include <cstdint>
#include <string>

namespace jig::wire::stlink {

// What follows from a status.
enum class Outcome : std::uint8_t {
    ok,
    wait,       // the access was not taken: ask again later
    fault,      // the chip refused the access; sticky until DP ABORT
    wire,       // bits were lost between probe and chip, or nothing answers
    no_target,  // entering debug mode found nobody
    refused,    // the probe does not do this: a mistake of ours, or firmware that cannot
};

struct Status {
    std::uint8_t code = 0;
    [[nodiscard]] Outcome outcome() const;
    // "AP FAULT (status 0x11)"; an unknown code has its number alone.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const Status&, const Status&) = default;
};

inline constexpr Status status_ok{0x80};

}  // namespace jig::wire::stlink
