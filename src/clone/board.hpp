// SPDX-License-Identifier: Apache-2.0
// One connected board as the job sees it: its memory, and the few things that are done to it as a whole. How it is
// reached - by its debug port, or by the bootloader in its ROM - is below.
#pragma once

#include <cstdint>
#include <memory>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "chip/identity.hpp"
#include "chip/option_bytes.hpp"
#include "clone/report.hpp"
#include "dap/target.hpp"
#include "flash/option_bytes.hpp"
#include "flash/plan.hpp"
#include "flash/programmer.hpp"

namespace jig::clone {

// The option bytes in force, as the last reset has loaded them.
struct LoadedOptions {
    std::uint32_t flash_obr = 0;
    std::uint32_t flash_wrpr = 0;
};

// Errors of all calls: the link's.
class Board {
 public:
    virtual ~Board() = default;
    // Errors, beside TargetMemory's: unsupported (an address that this way in does not lead to).
    [[nodiscard]] virtual dap::TargetMemory& memory() = 0;
    [[nodiscard]] virtual Clock& clock() = 0;
    [[nodiscard]] virtual const dap::Link& link() const = 0;

    // Whether a read where no memory answers comes back as a fault, and does no harm. A bootloader dies of it.
    [[nodiscard]] virtual bool survives_faults() const = 0;

    // Bytes of flash that are programmed at a time this way.
    [[nodiscard]] virtual std::uint32_t unit_bytes() const = 0;

    // What tells chips apart; nothing in a member that cannot be read.
    virtual Result<chip::Identity> identity_registers() = 0;
    virtual Result<LoadedOptions> loaded_options() = 0;

    // Stops the firmware where it is; whether it was running. resume() lets it go on there.
    virtual Result<bool> halt() = 0;
    virtual Result<void> resume() = 0;

    // The firmware is stopped and SRAM is used until a reset. Errors: protection (the flash controller stays locked).
    virtual Result<std::unique_ptr<flash::FlashProgrammer>> open_programmer(const flash::Geometry& geometry,
                                                                            std::uint32_t sram_bytes) = 0;
    // Carries the plan out and reads it back. With a programmer open, or halted; the board is left so, and nothing
    // takes effect before the next reset. Errors: protection, mismatch (they read back otherwise), timeout.
    virtual Result<void> write_option_bytes(const flash::OptionPlan& plan) = 0;
    // Gets from `stored` to RDP = 0xA5 and the other option bytes as they are, and resets; whether the chip can be read
    // now, or must lose its power first. With `pending` the protection is not in force yet, and a reset on the way
    // would put it in force. Errors: protection, timeout.
    virtual Result<bool> lift_protection(const chip::RawOptionBytes& stored, bool pending) = 0;

    virtual Result<void> reset_and_run() = 0;
    // Resets the board, lets it run as if nobody were there, and looks whether it starts. One that does not is an
    // answer.
    virtual Result<StartWatch> start() = 0;
};

}  // namespace jig::clone
