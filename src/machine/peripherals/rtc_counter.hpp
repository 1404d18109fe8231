// SPDX-License-Identifier: Apache-2.0
// The RTC's core, RM0008 section 18.3.1: prescaler, counter and alarm as the backup domain keeps them, worked out from
// the RTCCLK edges that have passed. It knows no registers or interrupts.
#pragma once

#include <cstdint>

namespace jig::machine {

// What some edges of RTCCLK brought about: each at least once.
struct RtcEvents {
    bool second = false;
    bool alarm = false;
    bool overflow = false;
};

struct RtcCounter {
    std::uint32_t prl = 0x8000;
    std::uint32_t div = 0x8000;
    std::uint32_t cnt = 0;
    std::uint32_t alr = 0xFFFFFFFF;

    RtcEvents advance(std::uint64_t edges);
    // Edges until an event is next asserted: at least 1.
    [[nodiscard]] std::uint64_t edges_to_second() const;
    [[nodiscard]] std::uint64_t edges_to_alarm() const { return edges_to_flags_at(alr); }
    [[nodiscard]] std::uint64_t edges_to_overflow() const { return edges_to_flags_at(0xFFFFFFFF); }

 private:
    [[nodiscard]] std::uint64_t period() const { return std::uint64_t{prl} + 1; }
    [[nodiscard]] std::uint32_t cnt_at_next_flags() const { return div == 0 ? cnt + 1 : cnt; }
    [[nodiscard]] std::uint64_t edges_to_flags_at(std::uint32_t value) const;
};

}  // namespace jig::machine
