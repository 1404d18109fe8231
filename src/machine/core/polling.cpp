// SPDX-License-Identifier: Apache-2.0
// Skipping turns of a polling loop.
#include "machine/core/polling.hpp"

#include <algorithm>

namespace jig::machine {

bool Polling::same_registers(const Registers& a, const Registers& b) {
    return a.r == b.r && a.xpsr() == b.xpsr() && a.other_sp == b.other_sp && a.primask == b.primask &&
           a.faultmask == b.faultmask && a.basepri == b.basepri && a.control == b.control;
}

Polling::Skip Polling::after_read(const Moment& now, const Registers& reg, std::uint64_t limit) {
    if (promised_until_ <= now.cycle) {
        armed_ = false;
        return {};
    }
    const bool same = armed_ && last_.pc == now.pc && last_.address == now.address && last_.value == now.value &&
                      now.cycle > last_.cycle && same_registers(reg, last_registers_);
    Skip skip;
    const std::uint64_t bound = std::min(limit, promised_until_);
    if (same && bound > now.cycle) {
        const std::uint64_t turn = now.cycle - last_.cycle;
        const std::uint64_t turns = (bound - 1 - now.cycle) / turn;
        skip = {turns * turn, turns * (now.instructions - last_.instructions)};
    }
    armed_ = true;
    last_ = now;
    last_.cycle += skip.cycles;
    last_.instructions += skip.instructions;
    last_registers_ = reg;
    return skip;
}

}  // namespace jig::machine
