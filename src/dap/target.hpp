// SPDX-License-Identifier: Apache-2.0
// A chip behind a debug link: its memory at any address and length, its core, its reset. High altitude: callers name
// addresses and registers; alignment, transfer limits, WAIT and sticky errors are handled below.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace jig::dap {

// Memory of the target by byte address. read() and write() use words where both are aligned and bytes at the ends; the
// *_half calls are one 16-bit bus access each (the F1 flash controller takes nothing else). A word may reach its
// address twice when the wire is bad, a half-word is never programmed twice (probe::MemoryAccess says how). Errors:
// fault, wait, link, timeout, unsupported (write_half with ST-Link firmware before V2J26); the text names the address.
class TargetMemory {
 public:
    virtual ~TargetMemory() = default;
    virtual Result<void> read(std::uint32_t address, MutableByteView out) = 0;
    virtual Result<void> write(std::uint32_t address, ByteView data) = 0;
    virtual Result<std::uint32_t> read_word(std::uint32_t address) = 0;
    virtual Result<void> write_word(std::uint32_t address, std::uint32_t value) = 0;
    virtual Result<std::uint16_t> read_half(std::uint32_t address) = 0;
    virtual Result<void> write_half(std::uint32_t address, std::uint16_t value) = 0;
};

// DCRSR.REGSEL, DDI 0403 C1.6.3.
enum class CoreRegister : std::uint8_t {
    r0,
    r1,
    r2,
    r3,
    r4,
    r5,
    r6,
    r7,
    r8,
    r9,
    r10,
    r11,
    r12,
    sp,
    lr,
    pc,
    xpsr,
    msp,
    psp,
    control_faultmask_basepri_primask = 20,
};

enum class CoreState : std::uint8_t { running, halted, sleeping, locked_up, in_reset };

// The core through its debug registers (DDI 0403 C1.6). Every wait inside has a deadline.
class Core {
 public:
    virtual ~Core() = default;
    virtual Result<CoreState> state() = 0;
    virtual Result<void> halt() = 0;
    virtual Result<void> resume() = 0;
    // One instruction, with interrupts masked, so that it is the next one of the program.
    virtual Result<void> step() = 0;
    virtual Result<std::uint32_t> read_register(CoreRegister reg) = 0;
    virtual Result<void> write_register(CoreRegister reg, std::uint32_t value) = 0;
    // Waits until the core halts (a BKPT, a breakpoint). Errors: timeout.
    virtual Result<void> wait_halted(Duration timeout) = 0;
    // System reset through AIRCR.SYSRESETREQ; halted before the first instruction, or running. The flash controller
    // locks, and the option bytes load. Errors: timeout (no reset seen, or no halt).
    virtual Result<void> reset_and_halt() = 0;
    virtual Result<void> reset_and_run() = 0;
    // Puts DEMCR back and clears C_DEBUGEN: the core runs, and the firmware can no longer tell that a debugger was
    // here. Any other call takes the core again.
    virtual Result<void> release() = 0;
};

// How a board was reached.
struct Link {
    std::string address;          // of the probe, as -p takes it: "stlink@1-2"
    std::string probe;            // its kind and firmware: "ST-Link V2 V2J37S7"
    std::uint32_t speed_khz = 0;  // of SWCLK
    std::uint32_t baud = 0;       // of the UART, when it was reached by that and not by its debug port
    std::uint32_t dpidr = 0;
    std::vector<std::string> notes{};  // what the user should know of it, a sentence each
    std::optional<double> volts{};     // nothing when the probe cannot measure
    std::optional<bool>
        nrst_wired{};  // whether pulling nRST was seen to reset the core; nothing when it was not pulled
};

// Everything a job needs of one connected board (dap/connect.hpp makes one). Destroying it undoes what connecting did.
class Target {
 public:
    virtual ~Target() = default;
    [[nodiscard]] virtual TargetMemory& memory() = 0;
    [[nodiscard]] virtual Core& core() = 0;
    [[nodiscard]] virtual Clock& clock() = 0;
    [[nodiscard]] virtual const Link& link() const = 0;
    // Line reset, and everything connecting has set in the chip set again, as after a power cycle; the core is not
    // touched otherwise. Errors: link.
    virtual Result<void> reconnect() = 0;
    // A core that is halted stays so when this is destroyed, until a debugger or a reset lets it go. What keeps the
    // watchdogs from doing that stays set too.
    virtual void leave_halted() = 0;
};

}  // namespace jig::dap
