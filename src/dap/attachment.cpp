// SPDX-License-Identifier: Apache-2.0
#include "dap/attachment.hpp"

#include <fmt/format.h>

#include "dap/cortex_core.hpp"
#include "dap/debug_registers.hpp"

namespace jig::dap {
namespace {

// nRST is seen after 300 ns (DS5792 section 5.3.15); boards put 100 nF on the line, some much more.
constexpr Duration reset_hold = std::chrono::milliseconds(2);
constexpr Duration halt_timeout = std::chrono::milliseconds(500);

// DPIDR of the SW-DP in every Cortex-M3 (DDI 0337): part 0xBA, designer ARM; the revision in bits 31:28 is 1 on ST's
// chips and 2 on some compatible ones.
constexpr std::uint32_t dpidr_mask = 0x0FFFFFFF;
constexpr std::uint32_t dpidr_cortex_m3 = 0x0BA01477;

// Lets nRST go at the end of a try, however that ends.
class ResetPull {
 public:
    ResetPull(probe::Probe& probe, bool wanted) : probe_(probe), pulled_(wanted) {
        if (!wanted) return;
        // Before debug mode the probe may refuse; it is asked again behind it.
        (void)probe_.set_nrst(true).has_value();
        probe_.clock().sleep(reset_hold);
    }
    ~ResetPull() { (void)release().has_value(); }
    ResetPull(const ResetPull&) = delete;
    ResetPull& operator=(const ResetPull&) = delete;

    [[nodiscard]] bool pulled() const { return pulled_; }
    Result<void> again() { return pulled_ ? probe_.set_nrst(true) : Result<void>{}; }
    Result<void> release() {
        if (!pulled_) return {};
        pulled_ = false;
        return probe_.set_nrst(false);
    }

 private:
    probe::Probe& probe_;
    bool pulled_;
};

Result<std::uint32_t> connect_link(probe::Probe& probe) {
    TRY_ASSIGN(const std::uint32_t dpidr, probe.connect());
    if ((dpidr & dpidr_mask) == dpidr_cortex_m3) return dpidr;
    return fail(ErrorKind::refused,
                fmt::format("the chip answers with DPIDR 0x{:08x}; an STM32F103 and its compatibles answer 0x1ba01477 "
                            "or 0x2ba01477: is this the right board?",
                            dpidr));
}

// Read twice: a reset that is over clears the bit by the first read, one that lasts sets it again.
Result<bool> held_in_reset(probe::MemoryAccess& access) {
    TRY(access.read_debug_register(DHCSR));
    TRY_ASSIGN(const std::uint32_t dhcsr, access.read_debug_register(DHCSR));
    return (dhcsr & S_RESET_ST) != 0;
}

// The halt comes second of all accesses, because a sleeping chip is awake only for moments. VC_CORERESET is set beside
// it: a watchdog that fires in between leads to the reset vector and no further.
Result<void> halt_for_good(probe::Probe& probe, Attachment& found, ResetPull& pull) {
    probe::MemoryAccess& access = probe.memory();
    TRY(access.write_debug_register(DEMCR, found.demcr | VC_CORERESET));
    if (pull.pulled()) {
        TRY_ASSIGN(found.nrst_wired, held_in_reset(access));
        TRY(pull.release());
    }
    CortexCore core(access, probe.clock(), found.demcr);
    return core.wait_halted(halt_timeout);
}

}  // namespace

Result<std::uint32_t> keep_awake(probe::MemoryAccess& access) {
    TRY_ASSIGN(const std::uint32_t found, access.read_debug_register(DBGMCU_CR));
    TRY(access.write_debug_register(DBGMCU_CR, found | DBGMCU_CR_while_connected));
    return found;
}

Result<Attachment> attach(probe::Probe& probe, AttachHow how) {
    probe::MemoryAccess& access = probe.memory();
    ResetPull pull(probe, how == AttachHow::under_reset);
    Attachment found;
    TRY_ASSIGN(found.dpidr, connect_link(probe));
    TRY(pull.again());
    TRY_ASSIGN(const std::uint32_t dhcsr, access.read_debug_register(DHCSR));
    if (how != AttachHow::running) TRY(access.write_debug_register(DHCSR, DHCSR_DBGKEY | C_DEBUGEN | C_HALT));
    TRY_ASSIGN(found.demcr, access.read_debug_register(DEMCR));
    if (how != AttachHow::running) TRY(halt_for_good(probe, found, pull));
    TRY_ASSIGN(found.dbgmcu_cr, keep_awake(access));
    if ((dhcsr & C_DEBUGEN) != 0) {
        // A debugger ended badly before it could put back what it had set: it is not put back now either.
        found.demcr &= ~VC_CORERESET;
        found.dbgmcu_cr &= ~DBGMCU_CR_while_connected;
    }
    if (how != AttachHow::running) TRY(access.write_debug_register(DEMCR, found.demcr));
    return found;
}

void let_go(probe::Probe& probe, const Attachment& attachment) {
    probe::MemoryAccess& access = probe.memory();
    if (attachment.leave_halted) {
        (void)access.write_debug_register(DEMCR, attachment.demcr).has_value();
        (void)probe.disconnect().has_value();
        return;
    }
    const bool reachable = access.write_debug_register(DBGMCU_CR, attachment.dbgmcu_cr).has_value() &&
                           access.write_debug_register(DEMCR, attachment.demcr).has_value();
    if (reachable) (void)access.write_debug_register(DHCSR, DHCSR_DBGKEY).has_value();
    (void)probe.disconnect().has_value();
}

void abandon(probe::Probe& probe) {
    (void)probe.memory().write_debug_register(DHCSR, DHCSR_DBGKEY).has_value();
    (void)probe.disconnect().has_value();
}

}  // namespace jig::dap
