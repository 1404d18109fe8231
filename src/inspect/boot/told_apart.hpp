// SPDX-License-Identifier: Apache-2.0
// When two boots can be told apart from outside.
#pragma once

#include "inspect/boot/boot_record.hpp"

namespace jig::inspect {

// Either board has shown by then, if it ever does, what the other does not: an edge, a byte or a reset of its own. The
// boots' end if neither does.
[[nodiscard]] Picoseconds told_apart_at(const BootRecord& golden, const BootRecord& copy);

}  // namespace jig::inspect
