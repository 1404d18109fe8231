// SPDX-License-Identifier: Apache-2.0
// The pins of a probe that are not SWD: target reset and the voltage it measures.
#pragma once

#include "bench/time/board_time.hpp"

namespace jig::bench {

class ProbeHardware {
 public:
    virtual ~ProbeHardware() = default;
    // Drives the target's nRST low, or lets it go.
    virtual void set_nrst(bool low) = 0;
    [[nodiscard]] virtual unsigned target_millivolts() const = 0;
    [[nodiscard]] virtual BoardTime& time() = 0;
};

}  // namespace jig::bench
