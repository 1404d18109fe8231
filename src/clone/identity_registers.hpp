// SPDX-License-Identifier: Apache-2.0
// The registers that tell chips apart, out of memory that leads to them.
#pragma once

#include "base/result.hpp"
#include "chip/identity.hpp"
#include "dap/target.hpp"

namespace jig::clone {

// Nothing in a member that the chip faults on; DPIDR lies in the debug port and not here. Errors: the link's.
[[nodiscard]] Result<chip::Identity> read_identity_registers(dap::TargetMemory& memory);

}  // namespace jig::clone
