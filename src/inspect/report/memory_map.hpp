// SPDX-License-Identifier: Apache-2.0
// The flash of both boards drawn to one scale, with the places that matter numbered.
#pragma once

#include "inspect/report/html.hpp"
#include "inspect/report/places.hpp"

namespace jig::inspect {

// The picture and what its colours mean. A place is drawn as wide as it is, and marked at least so wide that it is
// seen.
[[nodiscard]] Html memory_map(const Case& the_case, const Places& places);

}  // namespace jig::inspect
