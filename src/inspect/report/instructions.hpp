// SPDX-License-Identifier: Apache-2.0
// The instructions around the one that sent the two boards different ways, as they ran, and the registers by which the
// boards differed there.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/paired_boots.hpp"

namespace jig::inspect {

[[nodiscard]] Html instructions_of(const Parting& parting, const Case& the_case);

}  // namespace jig::inspect
