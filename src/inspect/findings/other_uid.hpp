// SPDX-License-Identifier: Apache-2.0
// What the golden firmware does on another chip: whether the unique ID matters to it, whether it is a lock or a number,
// and which flash goes with it.
#pragma once

#include "inspect/findings/case.hpp"

namespace jig::inspect {

// Fills in uid_decision, uid_role and checked. Errors: as boot().
[[nodiscard]] Result<void> try_another_uid(Case& the_case);

}  // namespace jig::inspect
