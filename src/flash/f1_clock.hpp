// SPDX-License-Identifier: Apache-2.0
// The F1's clock while a loader runs: 64 MHz out of its own oscillator, so that the loader's instructions between two
// half-words cost nothing worth counting. No crystal is needed, and the flash controller keeps the HSI it programs by.
#pragma once

#include "base/result.hpp"
#include "dap/target.hpp"

namespace jig::flash {

class F1Clock {
 public:
    explicit F1Clock(dap::Target& target) : target_(&target) {}

    // The core must be halted after a reset, so that everything runs from HSI at 8 MHz. A PLL that does not lock leaves
    // it so. Errors: the link's.
    Result<void> raise();
    // Back to the reset state of everything raise() changed. Errors: the link's.
    Result<void> put_back();

 private:
    dap::Target* target_;
    bool raised_ = false;
};

}  // namespace jig::flash
