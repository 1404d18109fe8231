// SPDX-License-Identifier: Apache-2.0
#include "dap/cortex_core.hpp"

#include <fmt/format.h>

#include "dap/debug_registers.hpp"

namespace jig::dap {
namespace {

// A core answers these within a few of its own cycles; the time is for the slowest wire and a busy computer.
constexpr Duration halt_timeout = std::chrono::milliseconds(500);
constexpr Duration register_timeout = std::chrono::milliseconds(100);
// A reset ends 20 us after its cause unless something on the board holds nRST (RM0008 7.1.1).
constexpr Duration reset_timeout = std::chrono::milliseconds(500);
// Between two looks: less than a USB exchange takes, so that it costs little and does not spin on a fast probe.
constexpr Duration poll_pause = std::chrono::microseconds(200);

// What a chip in the middle of a reset may answer to any access.
bool passes(const Error& error) { return error.kind == ErrorKind::fault || error.kind == ErrorKind::wait; }

}  // namespace

Result<void> CortexCore::control(std::uint32_t bits) {
    return access_.write_debug_register(DHCSR, DHCSR_DBGKEY | bits);
}

Result<std::uint32_t> CortexCore::wait_for(std::uint32_t bits, Duration timeout, std::string_view what) {
    const Deadline deadline(clock_, timeout);
    while (true) {
        TRY_ASSIGN(const std::uint32_t dhcsr, access_.read_debug_register(DHCSR));
        if ((dhcsr & bits) != 0) return dhcsr;
        if (deadline.passed()) {
            return fail(ErrorKind::timeout, fmt::format("{} within {} ms: DHCSR = 0x{:08x}", what,
                                                        timeout / std::chrono::milliseconds(1), dhcsr));
        }
        clock_.sleep(poll_pause);
    }
}

Result<CoreState> CortexCore::state() {
    TRY_ASSIGN(std::uint32_t dhcsr, access_.read_debug_register(DHCSR));
    if ((dhcsr & S_RESET_ST) != 0) {
        TRY_ASSIGN(dhcsr, access_.read_debug_register(DHCSR));
        if ((dhcsr & S_RESET_ST) != 0) return CoreState::in_reset;
    }
    if ((dhcsr & S_HALT) != 0) return CoreState::halted;
    if ((dhcsr & S_LOCKUP) != 0) return CoreState::locked_up;
    return (dhcsr & S_SLEEP) != 0 ? CoreState::sleeping : CoreState::running;
}

Result<void> CortexCore::halt() {
    TRY(control(C_DEBUGEN | C_HALT));
    TRY(wait_for(S_HALT, halt_timeout, "the core did not halt"));
    return {};
}

Result<void> CortexCore::resume() { return control(C_DEBUGEN); }

// C1.6.2: C_MASKINTS may only change while the core is halted and stays so.
Result<void> CortexCore::step() {
    TRY(control(C_DEBUGEN | C_HALT | C_MASKINTS));
    TRY(control(C_DEBUGEN | C_STEP | C_MASKINTS));
    TRY(wait_for(S_HALT, halt_timeout, "the core did not finish one instruction"));
    return control(C_DEBUGEN | C_HALT);
}

Result<std::uint32_t> CortexCore::read_register(CoreRegister reg) {
    TRY(access_.write_debug_register(DCRSR, static_cast<std::uint32_t>(reg)));
    TRY(wait_for(S_REGRDY, register_timeout, "the core did not hand over a register"));
    return access_.read_debug_register(DCRDR);
}

Result<void> CortexCore::write_register(CoreRegister reg, std::uint32_t value) {
    TRY(access_.write_debug_register(DCRDR, value));
    TRY(access_.write_debug_register(DCRSR, DCRSR_REGWnR | static_cast<std::uint32_t>(reg)));
    TRY(wait_for(S_REGRDY, register_timeout, "the core did not take a register"));
    return {};
}

Result<void> CortexCore::wait_halted(Duration timeout) {
    TRY(wait_for(S_HALT, timeout, "the core did not halt"));
    return {};
}

Result<void> CortexCore::wait_for_reset() {
    const Deadline deadline(clock_, reset_timeout);
    while (!deadline.passed()) {
        const Result<std::uint32_t> dhcsr = access_.read_debug_register(DHCSR);
        if (!dhcsr && !passes(dhcsr.error())) return fail(dhcsr.error());
        if (dhcsr && (*dhcsr & S_RESET_ST) != 0) return {};
        clock_.sleep(poll_pause);
    }
    return fail(ErrorKind::timeout, fmt::format("the chip was told to reset through AIRCR.SYSRESETREQ and showed no "
                                                "reset in DHCSR within {} ms",
                                                reset_timeout / std::chrono::milliseconds(1)));
}

// Halted before the reset as well, so that no instruction runs between the two; VC_CORERESET halts behind it.
Result<void> CortexCore::reset_and_halt() {
    TRY(control(C_DEBUGEN | C_HALT));
    TRY(access_.write_debug_register(DEMCR, demcr_ | VC_CORERESET));
    TRY(access_.read_debug_register(DHCSR));  // clears S_RESET_ST
    const Result<void> requested = access_.write_debug_register(AIRCR, AIRCR_VECTKEY | AIRCR_SYSRESETREQ);
    if (!requested && !passes(requested.error())) return fail(requested.error());
    TRY(wait_for_reset());
    TRY(wait_for(S_HALT, halt_timeout, "the core did not halt behind its reset"));
    return access_.write_debug_register(DEMCR, demcr_);
}

// By way of the halt, because clearing C_HALT before the reset would let the core run on from where it stands.
Result<void> CortexCore::reset_and_run() {
    TRY(reset_and_halt());
    return resume();
}

Result<void> CortexCore::release() {
    TRY(access_.write_debug_register(DEMCR, demcr_));
    return control(0);
}

}  // namespace jig::dap
