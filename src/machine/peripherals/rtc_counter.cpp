// SPDX-License-Identifier: Apache-2.0
// 18.3.5: flags rise on the last RTCCLK edge before the counter moves, which is when the prescaler reaches 0; the next
// edge reloads it from PRL and counts.
#include "machine/peripherals/rtc_counter.hpp"

namespace jig::machine {

std::uint64_t RtcCounter::edges_to_second() const { return div == 0 ? period() : div; }

std::uint64_t RtcCounter::edges_to_flags_at(std::uint32_t value) const {
    return edges_to_second() + std::uint64_t{value - cnt_at_next_flags()} * period();
}

RtcEvents RtcCounter::advance(std::uint64_t edges) {
    const std::uint64_t first = edges_to_second();
    if (edges < first) {
        if (div == 0 && edges > 0) {
            ++cnt;
            div = prl + 1;
        }
        div -= static_cast<std::uint32_t>(edges);
        return {};
    }
    const RtcEvents events{
        .second = true, .alarm = edges_to_alarm() <= edges, .overflow = edges_to_overflow() <= edges};
    const std::uint64_t further = edges - first;
    const auto since_flags = static_cast<std::uint32_t>(further % period());
    cnt = cnt_at_next_flags() + static_cast<std::uint32_t>(further / period()) + (since_flags != 0 ? 1 : 0);
    div = since_flags == 0 ? 0 : prl + 1 - since_flags;
    return events;
}

}  // namespace jig::machine
