// SPDX-License-Identifier: Apache-2.0
// Carries out a plan on a chip: erase, write, finish. It reports what the flash controller says while it works; whether
// the flash holds what was wanted is for the caller to read back.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/progress.hpp"
#include "base/range.hpp"
#include "base/result.hpp"
#include "dap/target.hpp"
#include "flash/plan.hpp"

namespace jig::flash {

class FlashProgrammer {
 public:
    virtual ~FlashProgrammer() = default;
    // The flash's CRC-32 as the chip's own CRC unit computes it over whole words (RM0008 section 4).
    virtual Result<std::uint32_t> checksum(const AddressRange& range) = 0;
    // The same of each page of `range`, which is whole pages.
    virtual Result<std::vector<std::uint32_t>> checksums(const AddressRange& range, std::uint32_t page_bytes);
    // Erases what the plan says. Errors: protection, timeout; the text names the page.
    virtual Result<void> erase(const Plan& plan, Progress& progress) = 0;
    // Programs the plan's runs. Errors: protection (PGERR, WRPRTERR; the text names the address), timeout.
    virtual Result<void> write(const Plan& plan, Progress& progress) = 0;
    // Locks the flash controller. The core stays halted. Also done, as far as possible, by the destructor.
    virtual Result<void> finish() = 0;
};

// The STM32F103's: the core is reset, so that nothing the firmware set up goes on, and halted; SRAM is used.
// Errors: protection (the controller stays locked), and the link's.
[[nodiscard]] Result<std::unique_ptr<FlashProgrammer>> open_f1_programmer(dap::Target& target, const Geometry& geometry,
                                                                          std::uint32_t sram_bytes);

}  // namespace jig::flash
