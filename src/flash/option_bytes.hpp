// SPDX-License-Identifier: Apache-2.0
// Writes the F1's option bytes as raw 16 bytes. The order keeps the chip out of read protection: erased option bytes
// mean RDP = 0xFF, protected at the next reset, so RDP comes back first, by code on the chip that needs no host.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "chip/option_bytes.hpp"
#include "dap/target.hpp"

namespace jig::flash {

struct OptionWrite {
    std::uint32_t address = 0;
    std::uint16_t value = 0;  // as it will lie in memory: the byte, then its complement
    friend bool operator==(const OptionWrite&, const OptionWrite&) = default;
};

// What must be done to get from one set of 16 bytes to another: pure.
struct OptionPlan {
    bool erase = false;
    std::vector<OptionWrite> writes;  // in the order they are written
    chip::RawOptionBytes result{};    // what all sixteen read as afterwards: `wanted`, broken complements mended
    [[nodiscard]] bool empty() const { return !erase && writes.empty(); }
};

// A half-word wanted as 0xFFFF stays erased. The hardware computes the complement (PM0075 2.3.5), so a wanted half-word
// with a broken one becomes the byte with a right one.
[[nodiscard]] OptionPlan plan_option_bytes(const chip::RawOptionBytes& current, const chip::RawOptionBytes& wanted);

// Carries the plan out and reads it back. The core must be halted and is left so; SRAM is used; nothing takes effect
// before the next reset. Does not ask whether the chip is read-protected: the caller has, because on such a chip
// writing RDP = 0xA5 erases the flash. Errors: protection, mismatch (reads back otherwise), timeout, the link's.
[[nodiscard]] Result<void> write_option_bytes(dap::Target& target, const OptionPlan& plan);

}  // namespace jig::flash
