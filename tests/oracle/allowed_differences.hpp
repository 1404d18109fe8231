// SPDX-License-Identifier: Apache-2.0
// Where our core and an oracle may differ: what DDI 0403 calls UNPREDICTABLE, which we refuse with a UsageFault and
// an emulator may run, and what the oracle is known to get wrong.
#pragma once

#include <array>
#include <cstdint>

namespace jig::oracle {

struct Circumstances {
    std::uint32_t code = 0;
    bool narrow = true;
    bool in_it = false;
    bool last_in_it = true;
    bool we_fault = false;
    bool oracle_faults = false;
    bool to_arm_state = false;  // a branch to an even address
    std::uint32_t our_pc = 0;
    std::uint64_t unmapped = 0;  // where the oracle met no memory
    std::array<std::uint32_t, 16> registers{};
};

// The reason, or null when the difference is a defect.
const char* allowed_difference(const Circumstances& circumstances);

}  // namespace jig::oracle
