// SPDX-License-Identifier: Apache-2.0
#include "dap/connected_target.hpp"

#include "dap/debug_registers.hpp"

namespace jig::dap {

Link ConnectedTarget::link_of(const probe::ProbeInfo& probe, const Attachment& attachment, std::uint32_t speed_khz,
                              std::optional<double> volts) {
    return {.address = probe.address,
            .probe = probe.firmware.empty() ? probe.kind : probe.kind + " " + probe.firmware,
            .speed_khz = speed_khz,
            .dpidr = attachment.dpidr,
            .volts = volts,
            .nrst_wired = attachment.nrst_wired};
}

// C_HALT is kept as it is: writing DHCSR without it would let a halted core run.
Result<void> ConnectedTarget::reconnect() {
    TRY_ASSIGN(link_.dpidr, probe_->connect());
    probe::MemoryAccess& access = probe_->memory();
    TRY_ASSIGN(const std::uint32_t dhcsr, access.read_debug_register(DHCSR));
    const std::uint32_t halt = (dhcsr & S_HALT) != 0 ? C_HALT : 0;
    TRY(access.write_debug_register(DHCSR, DHCSR_DBGKEY | C_DEBUGEN | halt));
    TRY(keep_awake(access));
    return {};
}

}  // namespace jig::dap
