// SPDX-License-Identifier: Apache-2.0
#include "dap/connected_target.hpp"

#include "dap/debug_registers.hpp"

namespace jig::dap {

// C_HALT is kept as it is: writing DHCSR without it would let a halted core run.
Result<void> ConnectedTarget::reconnect() {
    TRY_ASSIGN(attachment_.dpidr, probe_->connect());
    probe::MemoryAccess& access = probe_->memory();
    TRY_ASSIGN(const std::uint32_t dhcsr, access.read_debug_register(DHCSR));
    const std::uint32_t halt = (dhcsr & S_HALT) != 0 ? C_HALT : 0;
    TRY(access.write_debug_register(DHCSR, DHCSR_DBGKEY | C_DEBUGEN | halt));
    TRY(keep_awake(access));
    return {};
}

}  // namespace jig::dap
