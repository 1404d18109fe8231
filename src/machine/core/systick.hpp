// SPDX-License-Identifier: Apache-2.0
// SysTick, DDI 0403 B3.3: a 24-bit down counter worked out from the cycle counter, so that it costs nothing while it
// counts.
#pragma once

#include <cstdint>

namespace jig::machine {

class SysTick {
 public:
    static constexpr std::uint64_t never = ~0ull;

    // Offsets from 0xE000E010. Reading CTRL clears COUNTFLAG, unless the debugger reads.
    std::uint32_t read(std::uint32_t offset, std::uint64_t cycle, bool by_debugger);
    void write(std::uint32_t offset, std::uint32_t value, std::uint64_t cycle);

    // Brings the counter to `cycle`; true when it reached 0 since the last call and TICKINT is set.
    bool advance(std::uint64_t cycle);
    // When advance() will return true, as things stand.
    [[nodiscard]] std::uint64_t next_interrupt() const { return tickint_ ? next_zero_ : never; }
    // The processor stood in Debug state for so long: the counter stood with it.
    void stand_still(std::uint64_t cycles);

 private:
    [[nodiscard]] std::uint64_t period_cycles() const { return (static_cast<std::uint64_t>(reload_) + 1) * divider_; }
    [[nodiscard]] std::uint32_t value(std::uint64_t cycle) const;
    void start(std::uint64_t cycle, std::uint32_t from);
    void write_control(std::uint32_t value, std::uint64_t cycle);

    bool enabled_ = false;
    bool tickint_ = false;
    bool countflag_ = false;
    bool expired_ = false;       // reached 0 with TICKINT, not yet told
    std::uint32_t divider_ = 8;  // CLKSOURCE = 0 is HCLK / 8 on the F103, RM0008 7.2
    std::uint32_t reload_ = 0;
    std::uint32_t stopped_at_ = 0;  // the value while not counting
    std::uint64_t next_zero_ = never;
};

}  // namespace jig::machine
