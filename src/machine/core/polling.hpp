// SPDX-License-Identifier: Apache-2.0
// Recognises a loop that reads a status register which cannot change yet, and counts how many whole turns may be
// skipped. A turn is skipped only when the one before it began with the same registers, stored nothing and read nothing
// else over the bus, so that skipping it is exact.
#pragma once

#include <cstdint>

#include "machine/core/registers.hpp"

namespace jig::machine {

class Polling {
 public:
    struct Moment {
        std::uint32_t pc = 0;
        std::uint32_t address = 0;
        std::uint32_t value = 0;
        std::uint64_t cycle = 0;
        std::uint64_t instructions = 0;
    };
    struct Skip {
        std::uint64_t cycles = 0;
        std::uint64_t instructions = 0;
    };

    // The device under the read promises not to change before `cycle`.
    void promise(std::uint64_t cycle) { promised_until_ = cycle; }
    void before_bus_access() { promised_until_ = 0; }
    // Something happened that the next turn need not repeat: a store, another access, an exception.
    void disturb() { armed_ = false; }
    // After a read over the bus; `limit`: no turn may end at or after it.
    Skip after_read(const Moment& now, const Registers& reg, std::uint64_t limit);

 private:
    [[nodiscard]] static bool same_registers(const Registers& a, const Registers& b);
    std::uint64_t promised_until_ = 0;
    bool armed_ = false;
    Moment last_;
    Registers last_registers_;
};

}  // namespace jig::machine
