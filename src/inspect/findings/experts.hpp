// SPDX-License-Identifier: Apache-2.0
// The sources of evidence. Each looks at the whole case from its own side and says what it sees; none knows of the
// others.
#pragma once

#include <span>

#include "inspect/findings/case.hpp"

namespace jig::inspect {

[[nodiscard]] Opinion judge_uid(const Case& the_case);
[[nodiscard]] Opinion judge_inputs(const Case& the_case);
[[nodiscard]] Opinion judge_flash(const Case& the_case);
[[nodiscard]] Opinion judge_checksums(const Case& the_case);
[[nodiscard]] Opinion judge_chip(const Case& the_case);
[[nodiscard]] Opinion describe_boot(const Case& the_case);
[[nodiscard]] Opinion describe_layout(const Case& the_case);

// How sure a cause is for which a trial speaks.
[[nodiscard]] Confidence confidence_of(const Trial& trial, const Case& the_case);
// What the trial showed, golden first.
[[nodiscard]] std::string trial_sentence(const Trial& trial);

}  // namespace jig::inspect
