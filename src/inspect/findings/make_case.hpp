// SPDX-License-Identifier: Apache-2.0
// Boots both boards, and tries what they have not in common.
#pragma once

#include "inspect/findings/case.hpp"
#include "inspect/findings/diagnose.hpp"

namespace jig::inspect {

// Errors: as diagnose().
[[nodiscard]] Result<Case> make_case(const DiagnosisQuery& query);

}  // namespace jig::inspect
